using System.Text;
using Countersign.Core.Clearance;
using Countersign.Desk.Clearance;

namespace Countersign.Desk.Reports;

/// <summary>A letter that asks for what is missing. Refusing must be as easy as agreeing, so it says how to do both.</summary>
internal static class RequestDraft
{
    public static string Of(Cleared cleared, ClearedAsset asset, Missing missing)
    {
        var register = cleared.Register;
        var use = asset.Use;
        var letter = new StringBuilder();
        letter.Append("To: ").Append(register.Name(missing.Ask!.Value));
        if (register.Party(missing.Ask.Value)?.Contact is { } contact) letter.Append(" (").Append(contact).Append(')');
        letter.Append("\n\n").Append(register.Name(use.Requester)).Append(" asks whether you agree to this use:\n\n");
        letter.Append("  what:  ").Append(register.Title(missing.Subject!.Value)).Append('\n');
        letter.Append("  use:   ").Append(use.Act.Says).Append(" (").Append(use.Act.Name).Append(")\n");
        letter.Append("  file:  ").Append(asset.File.File.Name).Append('\n');
        foreach (var (name, value) in UseWords.Of(use)) letter.Append("  ").Append((name.ToLowerInvariant() + ":").PadRight(7)).Append(value).Append('\n');
        letter.Append("\nYou may say yes, yes with limits or a price, no, or not yet. Nothing is done until you say yes.\n");
        letter.Append('\n').Append(use.Person is { } person ? register.Name(person) : register.Name(use.Requester)).Append('\n');
        return letter.ToString();
    }
}
