"""FAISS on 256-bit hashes within radius 31, one thread: flat (exact) and multi-index hashing. Arguments: how many hashes, how many clusters (0: random)."""
import sys
import time

import faiss
import numpy as np

size, clusters = int(sys.argv[1]), int(sys.argv[2])
faiss.omp_set_num_threads(1)
random = np.random.default_rng(1)


def away(hashes, most):
    bits = np.unpackbits(hashes, axis=1)
    for row, count in enumerate(random.integers(0, most + 1, len(bits))):
        bits[row, random.integers(0, 256, count)] ^= 1
    return np.packbits(bits, axis=1)


if clusters:
    centres = random.integers(0, 256, (clusters, 32), dtype=np.uint8)
    hashes = np.concatenate([away(centres[random.integers(0, clusters, min(10_000, size - start))], 40) for start in range(0, size, 10_000)])
else:
    hashes = random.integers(0, 256, (size, 32), dtype=np.uint8)
queries = np.concatenate([away(hashes[random.integers(0, size, 50)], 31), random.integers(0, 256, (50, 32), dtype=np.uint8)])


def p50(search):
    search(queries[:1])
    times = []
    for query in queries:
        start = time.perf_counter()
        search(query[None])
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1000


flat = faiss.IndexBinaryFlat(256)
flat.add(hashes)
# range_search finds what is nearer than the radius.
answer = f"FAISS {faiss.__version__} flat, radius search: p50 {p50(lambda q: flat.range_search(q, 32)):.2f} ms"
del flat
multi = faiss.IndexBinaryMultiHash(256, 16, 16)
multi.nflip = 1
multi.add(hashes)
print(f"{answer}; MultiHash 16 × 16, one flip: p50 {p50(lambda q: multi.range_search(q, 32)):.2f} ms")
