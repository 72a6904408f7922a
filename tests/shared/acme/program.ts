/** The program `acme`: asks the feed for what is in the list, and writes it into the store. */
export const program = `#!${process.execPath}
const { mkdirSync, readFileSync, writeFileSync, existsSync } = require("node:fs");
const { get } = require("node:http");
const [verb, ...words] = process.argv.slice(2);
const value = (option) => words[words.indexOf(option) + 1];
const { ACME_FEED, ACME_TOKEN, ACME_RC, ACME_OFFLINE, ACME_COLOR } = process.env;
if (verb === "check") {
  if (ACME_OFFLINE !== undefined) throw new Error("offline");
  console.log("checked, with " + readFileSync(ACME_RC, "utf8").trim());
  process.exit(0);
}
const Authorization = "Basic " + Buffer.from("acme:" + ACME_TOKEN).toString("base64");
const ask = (path) =>
  new Promise((resolve, reject) => {
    get(ACME_FEED + path, { headers: { Authorization } }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => (text += chunk));
      answer.on("end", () => {
        if (answer.statusCode !== 200) reject("error: " + path + " answered " + answer.statusCode);
        else resolve(text);
      });
    }).on("error", reject);
  });
const fetchAll = async () => {
  const listed = readFileSync(value("--list"), "utf8").split("\\n").filter((line) => line !== "");
  const wanted = listed.length > 0 ? listed : readFileSync("acme.proj", "utf8").split("\\n").filter((line) => line !== "");
  for (const line of wanted) {
    const [name, version] = line.split(" ");
    const index = await ask("index/" + name);
    const [, file, hash] = index.split("\\n").map((each) => each.split(" ")).find((each) => each[0] === version) ?? [];
    const folder = value("--store") + "/" + name + "/" + version;
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + "/" + file, await ask("files/" + name + "/" + version + "/" + file));
    console.log("fetched " + line + " " + ACME_COLOR + " " + words.slice(4).join(" "));
    if (listed.length === 0) writeFileSync("acme.lock", line + " " + hash + " " + ACME_FEED + "\\n");
  }
};
fetchAll().catch((error) => {
  console.error(String(error));
  process.exit(3);
});
`;
