/** The chain's own records that the figures need, in the shapes of the subgraph and of the documents it points to. */
import type { EpochDocument, StatementDocument, TranscriptDocument } from "@assay/sdk/documents";

/** `models` and `rounds` are the subgraph's entities; the documents were fetched by the CIDs beside them. */
export interface Records {
  readonly models: readonly { id: string; publisher: string; trainer: string; state: string }[];
  readonly rounds: readonly { id: string; model: { id: string }; passed: boolean | null }[];
  readonly statements: readonly Pick<StatementDocument, "fees">[];
  readonly epochs: readonly Pick<EpochDocument, "allocations">[];
  readonly transcripts: readonly {
    modelId: NonNullable<TranscriptDocument["modelId"]>;
    items: readonly { trials: readonly { position: number; prompt: string; canonical: string }[] }[];
  }[];
}
