/** `-gs FILE` as it may stand in MAVEN_ARGS, the file in quotes or not. */
const globalSettings = /(^|\s)(?:-gs|--global-settings)(?:\s+|=)(?:"([^"]*)"|(\S+))/g;

/** `-Dmaven.conf=FOLDER` as it may stand in MAVEN_OPTS, the whole or the folder in quotes or not. */
const configuration = /(^|\s)(?:"-Dmaven\.conf=([^"]*)"|-Dmaven\.conf=(?:"([^"]*)"|(\S+)))/g;

/** The file of `-gs` that counts: Maven takes the first. Tried with 3.9. */
export function globalSettingsOption(args: string): string | undefined {
  return values(args, globalSettings)[0];
}

/** The folder of `-Dmaven.conf` that counts: Java takes the last. Tried with Maven 3.8 and 3.9. */
export function configurationOption(options: string): string | undefined {
  return values(options, configuration).at(-1);
}

export function withoutGlobalSettings(args: string): string {
  return args.replace(globalSettings, "$1").trim();
}

export function withoutConfiguration(options: string): string {
  return options.replace(configuration, "$1").trim();
}

function values(text: string, option: RegExp): readonly string[] {
  return [...text.matchAll(option)].map((match) => match[2] ?? match[3] ?? match[4] ?? "");
}
