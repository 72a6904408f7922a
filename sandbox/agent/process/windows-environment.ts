/** How an agent for Windows shows this machine to its processes. */
export interface WindowsShape {
  /** A path of this machine as Windows names it: `Z:\work\1`. */
  readonly path: (path: string) => string;
  /** The account's home there, a path of this machine. */
  readonly profile: string;
}

const system = "C:\\windows\\system32";

/**
 * An environment in the shape of Windows: a name has no case and keeps the spelling in which it came first, `Path` has the
 * spelling of the system's own, paths are paths of Windows, and a profile stands in the place of HOME.
 * AS/Constants.cs:109-116 (`PathVariable`); learn.microsoft.com, "Environment Variables".
 */
export function windowsEnvironment(
  environment: Readonly<Record<string, string>>,
  { path, profile }: WindowsShape,
): Record<string, string> {
  const spellings = new Map<string, string>([["PATH", "Path"]]);
  const shaped: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const folded = name.toUpperCase();
    if (folded === "HOME") continue;
    const spelling = spellings.get(folded) ?? name;
    spellings.set(folded, spelling);
    shaped[spelling] =
      folded === "PATH" ? searchPath(value, path) : value.startsWith("/") ? path(value) : value;
  }
  const inProfile = (folder: string): string => path(`${profile}/${folder}`);
  return {
    Path: searchPath("", path),
    ...shaped,
    SystemRoot: "C:\\windows",
    ComSpec: `${system}\\cmd.exe`,
    PATHEXT: ".COM;.EXE;.BAT;.CMD",
    USERPROFILE: path(profile),
    APPDATA: inProfile("AppData/Roaming"),
    LOCALAPPDATA: inProfile("AppData/Local"),
    TEMP: inProfile("Temp"),
    TMP: inProfile("Temp"),
  };
}

function searchPath(folders: string, path: WindowsShape["path"]): string {
  const own = folders.split(":").filter((folder) => folder !== "");
  return [...own.map(path), system, "C:\\windows"].join(";");
}
