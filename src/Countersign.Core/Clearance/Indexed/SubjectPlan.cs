using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>Everything on record that can matter to uses of one subject, worked out once: whose consent is needed, and what counts for whom.</summary>
internal sealed class SubjectPlan
{
    public SubjectPlan(ClearanceIndex index, SubjectId subject)
    {
        (Index, Subject) = (index, subject);
        var register = index.Register;
        Authority = new(register, index.Everything);
        Behind = register.Behind(subject);
        IsOfAPerson = register.IsOfAPerson(subject);
        Claims = [.. Behind.SelectMany(of => register.Holders(of).Where(holder => holder.ConsentRequired).Select(holder => new Claim(of, holder.Party)))];
        var statements = index.About(subject, Behind);
        PublicDomain = [.. statements.Where(recorded => recorded.Statement is Attestation { Question: AttestedQuestion.PublicDomain, Answer: true } attestation && attestation.About == subject)];
        Judgements = [.. statements.Where(recorded => recorded.Statement is Attestation { Question: AttestedQuestion.Judgement, Input: not null })];
        Preferences = subject.Kind != SubjectKind.Work ? [] : [.. statements.Where(recorded => recorded.Statement is PreferenceStatement preference && preference.About.Any(about => register.Covers(about, subject) == Truth.True))];

        var grants = new List<Entry>();
        var prohibitions = new List<Entry>();
        foreach (var recorded in statements)
            if (recorded.Statement is Grant or Prohibition) File(index.Compiled((ScopedStatement)recorded.Statement), grants, prohibitions);
        Prohibitions = new(prohibitions, Reach.Part);
        Grants = [.. Claims.Select(claim => new ClaimBook(claim, [.. grants.Where(entry => entry.Claim == claim)]))];
    }

    public ClearanceIndex Index { get; }

    public SubjectId Subject { get; }

    public Authority Authority { get; }

    public ImmutableArray<SubjectId> Behind { get; }

    public bool IsOfAPerson { get; }

    public ImmutableArray<Claim> Claims { get; }

    /// <summary>For each claim, in order, the grants that may count for it.</summary>
    public ImmutableArray<ClaimBook> Grants { get; }

    public EntryBook Prohibitions { get; }

    public ImmutableArray<RecordedStatement> PublicDomain { get; }

    public ImmutableArray<RecordedStatement> Judgements { get; }

    public ImmutableArray<RecordedStatement> Preferences { get; }

    /// <summary>True when somebody has more ways to speak than are followed: then the plain interpreter has to decide, for it follows those known at the time.</summary>
    public bool IsTangled { get; private set; }

    public Authority AuthorityAt(DateTimeOffset known) => known >= Index.LastRecorded ? Authority : new(Index.Register, Index.At(known));

    private void File(CompiledStatement compiled, List<Entry> grants, List<Entry> prohibitions)
    {
        var statement = compiled.Statement;
        var unbounded = new Authority(Index.Register, Index.WithoutEnds);
        foreach (var of in Behind)
        {
            var covers = Authority.Covers(statement, (of, Subject));
            if (covers == Truth.False || (covers == Truth.Unknown && statement is Grant)) continue;
            foreach (var holder in Index.Register.Holders(of))
            {
                if (statement is Grant && !holder.ConsentRequired) continue;
                // Every chain there could ever be; which of them held, and was known, is asked of each use.
                var chains = unbounded.Chains(statement.Speaker, holder.Party, (of, Subject), statement.Made, statement is Prohibition).ToList();
                if (chains.Count >= Authority.MostChains) IsTangled = true;
                foreach (var chain in chains)
                    (statement is Prohibition ? prohibitions : grants).Add(new(this, compiled, new(of, holder.Party), chain, covers));
            }
        }
    }
}
