// Answers requests with Cedar, its policies parsed beforehand. node cedar.mjs MODULE INPUT.json > OUTPUT.json
//   MODULE: the folder of @cedar-policy/cedar-wasm; INPUT: { policies, requests: [{ principal, project }] }
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const cedar = createRequire(import.meta.url)(resolve(process.argv[2], "nodejs/cedar_wasm.js"));
const { policies, requests } = JSON.parse(readFileSync(process.argv[3], "utf8"));
const parsed = cedar.preparsePolicySet("consents", { staticPolicies: policies });
if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));

const calls = requests.map(request => ({
    principal: { type: "Party", id: request.principal },
    action: { type: "Action", id: "publish" },
    resource: { type: "Work", id: "work" },
    context: { project: request.project },
    preparsedPolicySetId: "consents",
    entities: [
        { uid: { type: "Work", id: "work" }, attrs: { granted: true, revoked: false }, parents: [] },
        { uid: { type: "Action", id: "publish" }, attrs: {}, parents: [{ type: "Action", id: "distribute" }] },
    ],
}));

const ask = () => calls.map(call => {
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type !== "success") throw new Error(JSON.stringify(answer));
    return answer.response.decision === "allow";
});
ask();
const seconds = [];
let verdicts;
for (let run = 0; run < 5; run++) {
    const begin = process.hrtime.bigint();
    verdicts = ask();
    seconds.push(Number(process.hrtime.bigint() - begin) / 1e9);
}
seconds.sort((a, b) => a - b);
console.log(JSON.stringify({ version: cedar.getCedarSDKVersion(), seconds: seconds[2], verdicts }));
