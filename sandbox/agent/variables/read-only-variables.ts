// VSA/Constants.cs:571-708: the variables that the agent itself owns.
const namesByGroup: Readonly<Record<string, string>> = {
  agent: `AcceptTeeEula BuildDirectory CloudId ContainerId ContainerMapping ContainerNetwork Diagnostic
    GitUseSChannel HomeDirectory Id IsSelfHosted JobName JobStatus MachineName Name OS OSArchitecture OSVersion
    ProxyBypassList ProxyPassword ProxyUrl ProxyUsername ReadOnlyVariables RetainDefaultEncoding RootDirectory
    RunMode ServerOMDirectory services CAInfo ClientCert ClientCertArchive ClientCertKey ClientCertPassword
    SkipCertValidation TempDirectory ToolsDirectory Version WorkFolder WorkingDirectory Clean.BuildDirectory
    Source.Git.Lfs Source.Git.ShallowFetchDepth Source.Skip ReleaseDirectory UseBasicAuthForProxy`,
  build: `ArtifactStagingDirectory BinariesDirectory Clean DefinitionName Gated.RunCI Gated.ShelvesetName
    BuildNumber Repository.Clean Repository.Git.SubmoduleCheckout Repository.Id Repository.LocalPath
    Repository.Name Repository.Provider Repository.Tfvc.Workspace Repository.Uri SourceBranch
    SourceTfvcShelveset SourceVersion SourceVersionAuthor SourceVersionMessage SourcesDirectory StagingDirectory
    SyncSources UseServerWorkspaces`,
  common: "TestResultsDirectory",
  pipeline: "Repository.Name Workspace",
  release: `AttemptNumber DisableRobocopy DefinitionId DefinitionName ReleaseDescription
    Artifact.Download.BufferSize EnvironmentName EnvironmentUri ReleaseId ReleaseName
    Artifact.Download.ParallelLimit RequestedForId ReleaseUri ReleaseWebUrl RequestedFor RobocopyMT
    SkipArtifactsDownload`,
  system: `AccessToken ArtifactsDirectory CollectionId Culture Debug DefaultWorkingDirectory DefinitionId
    DefinitionName EnableAccessToken HostType IsAzureVM IsDockerContainer JobAttempt JobDisplayName JobId
    JobName PhaseAttempt PhaseDisplayName PhaseName PlanId PreferGitFromPath PullRequest.TargetBranch SelfManageGitCreds ServerType
    SourceVersionMessage StageAttempt StageDisplayName StageName TeamFoundationServerUri TeamProject
    TeamProjectId WorkFolder`,
  task: "DisplayName PublishTelemetry SkipTranslatorForCheckout",
};

/** The same, without a group. */
const otherNames = ["FIX_POSSIBLE_GIT_OUT_OF_MEMORY_PROBLEM", "USE_GIT_LONG_PATHS", "USE_GIT_SINGLE_THREAD"];

const readOnlyNames: ReadonlySet<string> = new Set(
  [
    ...Object.entries(namesByGroup).flatMap(([group, names]) =>
      names.split(/\s+/).map((name) => `${group}.${name}`),
    ),
    ...otherNames,
  ].map((name) => name.toLowerCase()),
);

/** Whether the agent's own list holds this variable name (case ignored). */
export function isBuiltInReadOnly(name: string): boolean {
  return readOnlyNames.has(name.toLowerCase());
}
