// Builds the bundle into src/leitai/web/static/leitai. With --check: fails when what is committed
// differs from what the sources give.
import { build } from "esbuild";
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { join, dirname } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const committed = join(here, "..", "src", "leitai", "web", "static", "leitai");
const check = process.argv.includes("--check");
const outdir = check ? await mkdtemp(join(tmpdir(), "leitai-")) : committed;

await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.js", charts: "src/charts.js" },
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome86"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Leitai, Apache-2.0. Third-party notices: frontend/NOTICE */" },
  logLevel: check ? "warning" : "info",
});
await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.css", noscript: "src/noscript.css" },
  outdir,
  bundle: true,
  minify: true,
  target: ["chrome86"],
  charset: "utf8",
  legalComments: "none",
  banner: { css: "/* Leitai, Apache-2.0. Contains parts of Bootstrap (MIT). Notices: frontend/NOTICE */" },
  logLevel: check ? "warning" : "info",
});

if (check) {
  const files = ["app.js", "charts.js", "app.css", "noscript.css"];
  const stale = [];
  for (const file of files) {
    const [fresh, old] = await Promise.all(
      [outdir, committed].map((dir) => readFile(join(dir, file)).catch(() => null)),
    );
    if (!old || !fresh.equals(old)) stale.push(file);
  }
  await rm(outdir, { recursive: true });
  if (stale.length) {
    console.error(`Not built from these sources: ${stale.join(", ")}. Run npm run build.`);
    process.exit(1);
  }
}
