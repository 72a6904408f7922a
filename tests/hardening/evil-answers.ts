/** What an evil host answers: a status, headers, and a body. */
export interface EvilAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What decides the answer. */
export interface EvilRequest {
  readonly host: string;
  readonly path: string;
  readonly isAuthorized: boolean;
}

/**
 * An evil host wants the token, so it does what makes clients send one. By the first label of its name: `open` has
 * every index and asks for nothing, `missing` has nothing, `redirect` sends on to evil.example, `redirect-back` to the
 * loopback host; every other asks for credentials with 401 and then has an index that wants them for everything.
 */
export function answerEvil({ host, path, isAuthorized }: EvilRequest): EvilAnswer {
  const label = host.split(".")[0] ?? "";
  if (label === "redirect")
    return { ...nothing, status: 302, headers: { Location: `https://evil.example${path}` } };
  if (label === "missing") return nothing;
  if (label !== "open" && !isAuthorized) {
    return { ...nothing, status: 401, headers: { "WWW-Authenticate": 'Basic realm="evil"' } };
  }
  return indexAnswer(host, path);
}

const nothing: EvilAnswer = { status: 404, headers: {}, body: "" };

/** Just enough of a PyPI and of a Cargo index that clients go on asking. */
function indexAnswer(host: string, path: string): EvilAnswer {
  if (path.endsWith("/config.json")) {
    const index = { dl: `https://${host}/dl`, api: `https://${host}`, "auth-required": true };
    return { status: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(index) };
  }
  if (path.includes("/simple/")) {
    const page = `<!DOCTYPE html><html><body><a href="/files/evil-1.0.0-py3-none-any.whl">evil-1.0.0-py3-none-any.whl</a></body></html>`;
    return { status: 200, headers: { "Content-Type": "text/html" }, body: page };
  }
  return nothing;
}
