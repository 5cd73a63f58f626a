using Countersign.Core.Shared;
using Countersign.Desk.Storage;
using Countersign.Matching;
using Countersign.Matching.Index;

namespace Countersign.Desk.Intake.References;

/// <summary>
/// One index of the workspace, brought into step with the register. The register is the truth: what it has and the index lacks is added,
/// what it no longer has is taken out, and an index that does not open is made anew.
/// </summary>
internal static class RegisteredIndex
{
    /// <summary>Opens the index of a kind for searching.</summary>
    /// <param name="folder">The workspace's folder of indexes.</param>
    /// <param name="kind">The kind; its version is part of the folder's name, since items of another version say something else.</param>
    /// <param name="keys">What the register has.</param>
    /// <param name="item">The item of a key; asked only of what the index lacks.</param>
    /// <param name="clock">Measures the wait for another process.</param>
    /// <returns>The index as the register has it; dispose it.</returns>
    public static Outcome<IndexSnapshot<TQuery, THit>> Open<TQuery, THit>(
        string folder, IIndexKind<TQuery, THit> kind, IReadOnlyCollection<ItemKey> keys, Func<ItemKey, Outcome<byte[]>> item, TimeProvider clock)
    {
        var directory = Path.Combine(folder, $"{kind.Name}-{kind.Version}");
        if (FingerprintIndex<TQuery, THit>.Open(directory, kind, new() { ReadOnly = true }).TryGet(out var reader, out _))
        {
            using (reader)
            {
                var snapshot = reader.Snapshot();
                if (IsInStep(snapshot, keys)) return snapshot;
                snapshot.Dispose();
            }
        }
        return Write(directory, kind, keys, item, clock);
    }

    private static bool IsInStep<TQuery, THit>(IndexSnapshot<TQuery, THit> snapshot, IReadOnlyCollection<ItemKey> keys) =>
        snapshot.Count == keys.Count && keys.All(snapshot.Contains);

    private static Outcome<IndexSnapshot<TQuery, THit>> Write<TQuery, THit>(
        string directory, IIndexKind<TQuery, THit> kind, IReadOnlyCollection<ItemKey> keys, Func<ItemKey, Outcome<byte[]>> item, TimeProvider clock)
    {
        var wait = new LockWait(clock);
        var isRemade = false;
        while (true)
        {
            if (FingerprintIndex<TQuery, THit>.Open(directory, kind).TryGet(out var index, out var failure))
            {
                using (index) return InStep(index, keys, item);
            }
            // Another command that registers something holds the index for as long as that takes.
            if (failure.Code == "index.locked" && wait.Pause()) continue;
            // It holds nothing that the register does not: a damaged one is removed, and made again from there.
            if (isRemade || failure.Code is not ("index.damaged" or "index.none" or "index.other-version" or "index.other-kind")) return Fingerprinting.Problem(failure);
            isRemade = true;
            if (Remove(directory) is { } problem) return problem;
        }
    }

    private static Outcome<IndexSnapshot<TQuery, THit>> InStep<TQuery, THit>(FingerprintIndex<TQuery, THit> index, IReadOnlyCollection<ItemKey> keys, Func<ItemKey, Outcome<byte[]>> item)
    {
        var wanted = keys.ToHashSet();
        using (var before = index.Snapshot())
        {
            foreach (var segment in before.Segments)
                for (var i = 0; i < segment.Count; i++)
                    if (segment.IsLive(i) && !wanted.Contains(segment.Key(i))) index.Delete(segment.Key(i));
            foreach (var key in wanted.Where(key => !before.Contains(key)))
            {
                // Nothing is committed: a key with no item to it would pass for one that is in step ever after.
                if (!item(key).Try(out var bytes, out var problems)) return Outcome.Fail<IndexSnapshot<TQuery, THit>>(problems);
                index.Add(key, bytes);
            }
        }
        return index.Commit() is { } failure ? Fingerprinting.Problem(failure) : index.Snapshot();
    }

    private static Problem? Remove(string directory)
    {
        try
        {
            // Files are only ever removed from a folder that is an index of ours by its name.
            Directory.Delete(directory, recursive: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("index.io", "The damaged index could not be removed: " + e.Message, directory, "Remove the folder; it is made again from the register.");
        }
    }
}
