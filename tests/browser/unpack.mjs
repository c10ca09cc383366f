// Unpacks the Chromium of the package into the folder named on the command line, whole or not at all.
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar-fs";

const target = resolve(process.argv[2]);
const building = `${target}.${process.pid}`;
const packed = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "@sparticuz", "chromium", "bin");

/** One packed file, unpacked into a stream. */
const unpack = (name, into) => pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), into);

await mkdir(join(building, "cache"), { recursive: true });
await Promise.all([
  unpack("chromium.br", createWriteStream(join(building, "chromium"))),
  unpack("fonts.tar.br", extract(building)),
  unpack("al2023.tar.br", extract(building)),
]);
// The fonts' own list names the folders of another system; without a font the browser falls.
await writeFile(
  join(building, "fonts.conf"),
  `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>` +
    `<dir>${target}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${target}/cache</cachedir></fontconfig>\n`,
);
await writeFile(
  join(building, "start"),
  `#!/bin/sh\nexport FONTCONFIG_FILE='${target}/fonts.conf' LD_LIBRARY_PATH='${target}/lib'\n` +
    `exec '${target}/chromium' "$@"\n`,
);
await Promise.all(["chromium", "start"].map((name) => chmod(join(building, name), 0o755)));
await rm(target, { recursive: true, force: true });
await rename(building, target);
