// Counts the triples of an RDF file, as N3.js reads it: node count.mjs MEDIA_TYPE FILE
import { createReadStream } from "node:fs";
import { StreamParser } from "n3";

const [format, path] = process.argv.slice(2);
const seen = new Set();
const terms = (quad) => [quad.subject, quad.predicate, quad.object];
const key = (term) => [term.termType, term.value, term.language ?? "", term.datatype?.value ?? ""].join("\u0000");
createReadStream(path)
  .pipe(new StreamParser({ format }))
  .on("data", (quad) => seen.add(terms(quad).map(key).join("\u0001")))
  .on("error", (error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .on("end", () => console.log(seen.size));
