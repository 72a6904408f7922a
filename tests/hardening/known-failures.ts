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
  ["cargo-nested-install", { today: "nobody was asked, so this shows nothing" }],
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
  [
    "restore-uv-lock-registry",
    {
      today:
        "other organization: GET https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/download/contoso-greeting/1.0.0/contoso_greeting-1.0.0-py3-none-any.whl (in base64)",
    },
  ],
]);
