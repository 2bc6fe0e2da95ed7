import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApiError, createApiClient, curatorApi } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import { type DocumentOf, parseDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { VersionSourcesDocument } from "@assay/sdk/graph";
import { canonicalRow, contentHash, keyRequestTypedData, rowsTree } from "@assay/sdk/hashing";
import { type Address, bytesToHex, type Hex, hexToBytes, keccak256, type PrivateKeyAccount } from "viem";
import { type Grading, gradingOf } from "../exam/grading.ts";
import { open } from "../platform/crypto/aesGcm.ts";
import { deriveKeyPair, unwrap } from "../platform/crypto/hpke.ts";
import { bundleAad, type VersionRef, versionKeyInfo } from "../platform/crypto/info.ts";
import type { Graph } from "../platform/graph.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { type JsonObject, readArray, readHex, readInteger, readObject } from "../platform/json.ts";
import { readRunFile } from "../platform/runFile.ts";

/** A row a trainer may read: exam rows are never in its bundle. */
export interface TrainingRow {
  index: number;
  text: string;
  label: string;
  contributor: Address;
  split: "train" | "validation";
}

/** The training part of a registered version, every row checked against the root on chain. */
export interface Dataset {
  datanetId: bigint;
  version: number;
  rowsRoot: Hex;
  labels: string[];
  /** how the version's exam compares answers, as its exam.json says */
  grading: Grading;
  /** training rows, then validation rows, each in the order of the exam's split */
  rows: TrainingRow[];
}

export interface DatasetSource {
  load(datanetId: string, version: number): Promise<Dataset>;
}

export interface DatasetOptions {
  graph: Graph;
  ipfs: Ipfs;
  deployment: Deployment;
  account: PrivateKeyAccount;
  privateKey: Hex;
  home: string;
  /** the role's own folder; plain bundles are kept in `datasets` under it */
  dir: string;
}

const KEY_TIMEOUT_MS = 20_000;

const custodianAway = (cause: unknown): AssayError =>
  new AssayError("The custodian does not answer; start it, then send the job again.", {
    code: "curator_unreachable",
    status: 503,
    cause,
  });

const broken = (what: string): AssayError =>
  new AssayError(`${what}; the version is not trained on.`, { code: "data_mismatch", status: 502 });

/** Loads versions: finds them on chain, asks the custodian for the key, opens the bundle and checks every row. */
export function createDatasetSource(options: DatasetOptions): DatasetSource {
  const { graph, ipfs, deployment, account, privateKey, home } = options;
  const bundlesDir = join(options.dir, "datasets");

  /** Fetches a document and checks it against its hash on chain. */
  async function document(cid: string, hash: Hex): Promise<Uint8Array> {
    const bytes = await ipfs.getBytes(cid);
    if (keccak256(bytes) !== hash) throw broken(`${cid} does not have the hash registered on chain`);
    return bytes;
  }

  /** The version key, wrapped to this trainer after it signed for it. */
  async function requestKey(ref: VersionRef): Promise<Uint8Array> {
    const pair = await deriveKeyPair(hexToBytes(keccak256(privateKey)));
    const encryptionKey = bytesToHex(pair.publicKey);
    const request = { datanetId: ref.datanetId, version: ref.version, requester: account.address, encryptionKey };
    const signature = await account.signTypedData(
      keyRequestTypedData({ chainId: ref.chainId, datanets: deployment.addresses.datanets, request }),
    );
    const url = readRunFile(home, "curator")?.url;
    if (url === undefined) throw custodianAway(undefined);
    const { version, requester } = request;
    const body = { datanet: ref.datanetId.toString(), version, requester, encryptionKey, signature };
    const curator = createApiClient(url, curatorApi, { name: "The custodian" });
    const { wrappedKey } = await curator
      .trainingKey({ body }, { signal: AbortSignal.timeout(KEY_TIMEOUT_MS) })
      .catch((cause: unknown) => {
        if (!(cause instanceof ApiError) || cause.status === 0) throw custodianAway(cause);
        throw new AssayError(cause.message, { code: cause.code, status: cause.status, cause });
      });
    return await unwrap(pair.privateKey, hexToBytes(wrappedKey), versionKeyInfo(ref, account.address));
  }

  /** Plain bundle, kept on this machine only: JSON lines with the rows' salts. */
  async function bundle(ref: VersionRef, { bundle: source }: DocumentOf<"exam">): Promise<string> {
    const hash = source.ciphertextHash;
    const file = join(bundlesDir, `${ref.datanetId}-${ref.version}-${hash.slice(2, 18)}.jsonl`);
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    const ciphertext = await ipfs.getBytes(source.cid);
    if (keccak256(ciphertext) !== hash) throw broken("The training bundle does not have the hash in exam.json");
    const key = await requestKey(ref);
    const plain = new TextDecoder().decode(open(key, ciphertext, bundleAad(ref, source.rows)));
    mkdirSync(bundlesDir, { recursive: true });
    writeFileSync(`${file}.part`, plain, { mode: 0o600 });
    renameSync(`${file}.part`, file);
    return plain;
  }

  /** Each row's content hash must be the one version.json lists, and that list must have the root on chain. */
  function checkedRows(plain: string, manifest: JsonObject, rowsRoot: Hex): TrainingRow[] {
    const listed = readArray(manifest.rows, "version.rows").map((entry, i) => {
      const row = readObject(entry, `version.rows[${i}]`);
      return {
        rowIndex: i,
        contentHash: readHex(row.contentHash, `version.rows[${i}].contentHash`, 32),
        contributor: readHex(row.contributor, `version.rows[${i}].contributor`, 20),
        weight: readInteger(row.weight, `version.rows[${i}].weight`, 0, 0xffff_ffff),
      };
    });
    if (rowsTree(listed).root !== rowsRoot)
      throw broken("The rows of version.json do not have the root registered on chain");
    const seen = new Set<number>();
    return plain
      .split("\n")
      .filter((line) => line !== "")
      .map((line, i) => {
        const { salt, ...row } = readObject(JSON.parse(line), `bundle line ${i + 1}`) as unknown as TrainingRow & {
          salt: Hex;
        };
        const expected = listed[row.index];
        const actual = contentHash(salt, canonicalRow({ text: row.text, label: row.label }));
        if (
          expected === undefined ||
          expected.contentHash !== actual ||
          expected.contributor.toLowerCase() !== row.contributor.toLowerCase()
        ) {
          throw broken(`Row ${row.index} of the bundle is not the registered one`);
        }
        if (seen.has(row.index)) throw broken(`Row ${row.index} is in the bundle twice`);
        seen.add(row.index);
        return row;
      });
  }

  return {
    async load(datanetId, version) {
      const found = (await graph.query(VersionSourcesDocument, { id: `${datanetId}-${version}` })).version;
      if (found === null)
        throw new AssayError(`Datanet ${datanetId} has no version ${version}.`, {
          code: "version_unknown",
          status: 404,
          field: "version",
        });
      if (found.examManifestCid === null || found.examManifestHash === null || found.state !== "SEALED") {
        throw new AssayError(
          `Version ${version} of datanet ${datanetId} is ${found.state.toLowerCase()}; wait until its exam is sealed.`,
          { code: "version_not_sealed", status: 409, field: "version" },
        );
      }
      const ref = { chainId: deployment.chainId, datanetId: BigInt(datanetId), version };
      const [manifestBytes, examBytes] = await Promise.all([
        document(found.manifestCid, found.manifestHash),
        document(found.examManifestCid, found.examManifestHash),
      ]);
      const manifest = readObject(JSON.parse(new TextDecoder().decode(manifestBytes)), "version");
      const exam = parseDocument("exam", examBytes);
      const rows = checkedRows(await bundle(ref, exam), manifest, found.rowsRoot);
      const { datanetId: id } = ref;
      return { datanetId: id, version, rowsRoot: found.rowsRoot, labels: exam.labels, grading: gradingOf(exam), rows };
    },
  };
}
