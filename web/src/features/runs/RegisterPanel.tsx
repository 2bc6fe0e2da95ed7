import { WriteAction } from "../../app/chain/WalletAction.tsx";
import { ButtonLink, Note } from "../../ui/index.ts";
import { useModelOfAdapter, useRegister } from "./useRegister.ts";
import type { JobRecord } from "./useRuns.ts";

/** A finished run's next steps: try it, then make it a model. */
export function RegisterPanel({ id, job }: { id: string; job: JobRecord }) {
  const register = useRegister();
  const modelId = useModelOfAdapter(job.result?.adapterCid);
  return (
    <div className="panel">
      <h2>{modelId ? `Registered as model ${modelId}` : "Done. Try it, then register it."}</h2>
      <p className="muted">
        {modelId
          ? "It starts in the sandbox: free to try, paid only by those who opt in. A round can admit it."
          : "Registering puts hashes of the base, adapter, tokenizer and serving profile on chain: what is judged is what is served."}
      </p>
      <div className="action">
        <ButtonLink to={`/chat?job=${id}`} variant={modelId ? "plain" : "primary"}>
          Chat
        </ButtonLink>
        {modelId && (
          <ButtonLink to={`/models/${modelId}`} variant="primary">
            Open model {modelId}
          </ButtonLink>
        )}
        {!modelId && job.result && (
          <WriteAction
            label="Register model"
            variant="plain"
            write={register}
            onPress={() => void register.run(job.result?.modelInput)}
          />
        )}
      </div>
      {!job.result && <Note tone="warn">The trainer has not handed in the adapter yet.</Note>}
    </div>
  );
}
