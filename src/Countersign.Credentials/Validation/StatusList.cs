namespace Countersign.Credentials.Validation;

/// <summary>Gathers statuses. The same code on the same box is kept once, so that a hostile store of repetitions stays a short list.</summary>
internal sealed class StatusList
{
    private readonly List<ValidationStatus> _all = [];
    private readonly HashSet<(string Code, string Uri)> _seen = [];

    public IReadOnlyList<ValidationStatus> All => _all;

    public void Add(ValidationStatus status)
    {
        if (_seen.Add((status.Code, status.Uri))) _all.Add(status);
    }

    public void AddRange(IEnumerable<ValidationStatus> statuses)
    {
        foreach (var status in statuses) Add(status);
    }

    public void Success(string code, string uri, string says, long? offset = null) => Add(ValidationStatus.Success(code, uri, says, offset));

    public void Inform(string code, string uri, string says, long? offset = null) => Add(ValidationStatus.Informational(code, uri, says, offset));

    public void Fail(string code, string uri, string says, long? offset = null) => Add(ValidationStatus.Failure(code, uri, says, offset));

    public bool Has(string code) => _all.Exists(s => s.Code == code);
}
