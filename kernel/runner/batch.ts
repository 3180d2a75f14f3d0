import { basename } from "node:path";
import { firstDifference, plain } from "./compare.ts";
import { contentsOf, deliver, destinationsOf, type Destinations } from "./destinations.ts";
import { renderContents, type Link, type Neighbours } from "./html/contents.ts";
import { leadOf, titleOf } from "./html/opening.ts";
import type { Notebook } from "./nbformat/notebook.ts";
import { readNotebook } from "./nbformat/read.ts";
import { replaceFile } from "./nbformat/write.ts";
import { requireTypeScript, runNotebook } from "./notebook.ts";
import { hasParameters, injectParameters } from "./parameters.ts";
import { progress, type Progress } from "./progress.ts";
import { printError } from "./print.ts";
import { describeFailure, describeRun } from "./report.ts";
import type { Request } from "./request.ts";
import { Stills } from "./still/stills.ts";

/** A notebook to run, and where it goes. */
interface Job {
  path: string;
  notebook: Notebook;
  destinations: Destinations;
  /** How other pages in the folder of --output call its page. */
  link: Link | undefined;
}

/** Runs the notebooks of a request in turn, and tells at the end what was written and what went wrong. Returns whether all is well. */
export async function runBatch(request: Request, signal: AbortSignal): Promise<boolean> {
  const jobs = await prepare(request);
  const contents = await contentsOf(request);
  const shown = progress(request.notebooks);
  await using stills = new Stills({ milliseconds: 30_000, signal });
  const reports: string[] = [];
  const complaints: string[] = [];
  for (const [index, job] of jobs.entries()) {
    const around = { previous: jobs[index - 1]?.link, next: jobs[index + 1]?.link };
    const { report, failure, difference } = await runJob(job, around, request, signal, shown, stills);
    reports.push(report);
    complaints.push(...[failure, difference].filter((text) => text !== undefined));
    if (failure !== undefined) break;
  }
  if (contents !== undefined) {
    await replaceFile(contents, renderContents(entriesOf(jobs.slice(0, reports.length))));
    reports.push(`all pages: ${contents}`);
  }
  shown.stop();
  for (const line of reports) console.log(line);
  for (const text of [...stills.notices, ...complaints]) printError(text);
  return complaints.length === 0;
}

/** Everything that may be refused is looked at before the first cell runs. */
async function prepare(request: Request): Promise<Job[]> {
  const notebooks = await Promise.all(request.notebooks.map(readNotebook));
  for (const [index, notebook] of notebooks.entries()) {
    requireTypeScript(notebook, request.notebooks[index]!);
    if (request.parameters.size === 0) continue;
    if (!hasParameters(notebook)) printError(undeclared(request.notebooks[index]!));
    injectParameters(notebook, request.parameters);
  }
  const destinations = await destinationsOf(request);
  return request.notebooks.map((path, index) => {
    const [notebook, { page }] = [notebooks[index]!, destinations[index]!];
    const link = page === undefined ? undefined : { title: titleOf(notebook, path), file: basename(page) };
    return { path, notebook, destinations: destinations[index]!, link };
  });
}

const undeclared = (path: string) =>
  `${path}: expected a cell tagged "parameters", found none; the values of -p are declared in a cell put first`;

const entriesOf = (jobs: Job[]) =>
  jobs.flatMap(({ link, notebook, path }) => (link === undefined ? [] : [{ ...link, lead: leadOf(notebook, path) }]));

async function runJob(
  { path, notebook, destinations }: Job,
  { previous, next }: Neighbours,
  { typecheck, check }: Request,
  signal: AbortSignal,
  shown: Progress,
  stills: Stills,
): Promise<{ report: string; failure?: string; difference?: string | undefined }> {
  const before = plain(notebook);
  const onCell = shown.start(path, notebook.cells.length);
  const start = performance.now();
  const { ran, failure } = await runNotebook(notebook, path, { typecheck, signal, onCell });
  const seconds = (performance.now() - start) / 1000;
  if (destinations.notebooks.length > 0) await stills.add(notebook, path, before);
  // After a failure there is no next page.
  await deliver(notebook, path, destinations, { previous, next: failure === undefined ? next : undefined });
  const report = describeRun(path, ran, seconds, destinations);
  if (failure !== undefined) return { report, failure: describeFailure(path, notebook, failure) };
  return check ? { report, difference: firstDifference(path, before, notebook) } : { report };
}
