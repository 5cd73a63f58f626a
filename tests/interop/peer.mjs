// The reference implementation (c2pa-rs, in the npm package @contentauth/c2pa-node) as a peer.
//   node peer.mjs verify FOLDER OUT.json [ANCHOR.pem]              states and codes of every file
//   node peer.mjs sign IN OUT ALG CHAIN.pem KEY.pem [ANCHOR.pem]   signs one file
//   node peer.mjs time-verify FILE REPEAT [ANCHOR.pem]             files per second
//   node peer.mjs time-sign IN ALG CHAIN.pem KEY.pem REPEAT        signatures per second
// C2PA_NODE names the package's dist/index.node.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const native = createRequire(import.meta.url)(path.resolve(process.env.C2PA_NODE));
const [, , verb, ...rest] = process.argv;
const codes = list => [...new Set((list ?? []).map(entry => entry.code))].sort();

function settings(anchor) {
    const all = { version: 1, verify: { verify_after_reading: true, verify_trust: Boolean(anchor), remote_manifest_fetch: false, ocsp_fetch: false } };
    if (anchor) all.trust = { user_anchors: fs.readFileSync(anchor, "utf8"), trust_config: ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "1.3.6.1.4.1.62558.2.1"].join("\n") };
    return JSON.stringify(all);
}

async function verify(file, text) {
    try {
        const reader = await native.readerFromAsset({ path: file }, text);
        if (!reader) return { state: "None" };
        const json = JSON.parse(native.readerJson.call(reader));
        const active = json.validation_results?.activeManifest ?? {};
        return { state: json.validation_state, success: codes(active.success), informational: codes(active.informational), failure: codes(active.failure) };
    } catch (error) {
        return { state: "Error", error: String(error.message ?? error).slice(0, 300) };
    }
}

async function sign(input, output, alg, chain, key, text) {
    const definition = JSON.stringify({
        claim_version: 2,
        claim_generator_info: [{ name: "interop peer", version: "1" }],
        title: path.basename(input),
        assertions: [{ label: "c2pa.actions.v2", data: { actions: [{ action: "c2pa.created", digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation" }] } }],
    });
    const builder = native.builderWithJson(definition, text);
    const signer = native.localSignerNew(fs.readFileSync(chain), fs.readFileSync(key), alg, undefined);
    await native.builderSign.call(builder, signer, { path: input }, { path: output });
}

if (verb === "verify") {
    const [folder, out, anchor] = rest, text = settings(anchor), results = {};
    for (const name of fs.readdirSync(folder).sort()) results[name] = await verify(path.join(folder, name), text);
    fs.writeFileSync(out, JSON.stringify(results, null, 1));
} else if (verb === "sign") {
    const [input, output, alg, chain, key, anchor] = rest;
    await sign(input, output, alg, chain, key, settings(anchor));
} else if (verb === "time-verify") {
    const [file, repeat, anchor] = rest, text = settings(anchor);
    await verify(file, text);
    const start = performance.now();
    for (let i = 0; i < +repeat; i++) await verify(file, text);
    console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, repeat: +repeat }));
} else if (verb === "time-sign") {
    const [input, alg, chain, key, repeat] = rest, text = settings(null), output = path.join(fs.mkdtempSync(path.join(process.env.TMPDIR ?? "/tmp", "peer-")), "out" + path.extname(input));
    await sign(input, output, alg, chain, key, text);
    const start = performance.now();
    for (let i = 0; i < +repeat; i++) { fs.rmSync(output, { force: true }); await sign(input, output, alg, chain, key, text); }
    console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000, repeat: +repeat }));
    fs.rmSync(path.dirname(output), { recursive: true });
} else {
    console.error("usage: see the head of this file");
    process.exit(3);
}
process.exit(0);
