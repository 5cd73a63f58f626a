namespace Countersign.Matching.Index;

/// <summary>A part of a register that answers queries: a snapshot here, a service on another host.</summary>
/// <typeparam name="TQuery">What is looked for.</typeparam>
/// <typeparam name="THit">What is found.</typeparam>
public interface IIndexShard<TQuery, THit>
{
    /// <summary>The hits, ranked by the kind. May be called from several threads at once.</summary>
    /// <param name="query">The query.</param>
    IReadOnlyList<THit> Search(TQuery query);
}

/// <summary>
/// Asks all shards and gathers: the answer is the same however items are spread, as long as the kind's trimming keeps the best hits
/// of the whole among the best of each shard.
/// </summary>
/// <typeparam name="TQuery">What is looked for.</typeparam>
/// <typeparam name="THit">What is found.</typeparam>
/// <param name="kind">Ranks what was gathered.</param>
/// <param name="shards">The shards; not disposed here.</param>
public sealed class ShardedIndex<TQuery, THit>(IIndexKind<TQuery, THit> kind, IReadOnlyList<IIndexShard<TQuery, THit>> shards)
    : IIndexShard<TQuery, THit>
{
    /// <inheritdoc/>
    public IReadOnlyList<THit> Search(TQuery query)
    {
        var answers = new IReadOnlyList<THit>[shards.Count];
        if (answers.Length == 1)
            answers[0] = shards[0].Search(query);
        else
            Parallel.For(0, answers.Length, i => answers[i] = shards[i].Search(query));
        // In the order of the shards, not of their answers, so that equal ranks come out alike.
        var hits = answers.SelectMany(answer => answer).ToList();
        kind.Rank(hits);
        return hits;
    }
}

/// <summary>How items are spread over shards.</summary>
public static class Shards
{
    /// <summary>The number of the shard that a key belongs to: by its upper half, which is uniform when keys are digests.</summary>
    /// <param name="key">The key.</param>
    /// <param name="shards">How many shards there are, at least 1.</param>
    public static int Of(ItemKey key, int shards) => (int)Math.BigMul((ulong)(key.Value >> 64), (ulong)shards, out _);
}
