using Countersign.Credentials.Cbor;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Time;

/// <summary>Validates the time-stamps of a claim signature (C2PA 2.2 §15.8.1 and §15.8.2).</summary>
internal static class TimeStampCheck
{
    /// <summary>
    /// Tries <c>sigTst2</c>, then <c>sigTst</c>, then the tokens of assertions, until one passes; those after it are not looked at.
    /// </summary>
    /// <param name="evidence">The headers and tokens, and what they are to stamp.</param>
    /// <param name="isTrusted">Asked once for each time-stamp whose signature and imprint hold.</param>
    /// <param name="limits">Size and number of tokens.</param>
    public static TimeStampResult Check(TimeStampEvidence evidence, TimeStamperTrust isTrusted, ParseLimits limits)
    {
        var run = new Run(evidence.Uri, isTrusted, limits);
        if (!run.Passed && evidence.SigTst2 is { } v2) run.Header(v2, evidence.SignaturePayload.Span);
        if (!run.Passed && evidence.SigTst is { } v1) run.Header(v1, evidence.ClaimPayload.Span);
        foreach (var token in evidence.AssertionTokens.Take(limits.MaxTimeStamps))
        {
            if (run.Passed) break;
            run.Token(token, evidence.SignaturePayload.Span);
        }

        return run.ToResult();
    }

    private sealed class Run(string uri, TimeStamperTrust isTrusted, ParseLimits limits)
    {
        private readonly List<ValidationStatus> _statuses = [];
        private DateTimeOffset? _trusted, _shown;
        private string? _authority;

        public bool Passed => _trusted is not null;

        public TimeStampResult ToResult() => new(_statuses, _trusted, _shown, _authority);

        /// <summary>tstContainer = { "tstTokens": [ { "val": bstr } ] }, and exactly one token (C2PA 2.2 §15.8.1.1).</summary>
        public void Header(CborNode header, ReadOnlySpan<byte> payload)
        {
            if (header["tstTokens"] is not { Kind: CborKind.Array } tokens || tokens.Items.Count == 0)
                Tell("timeStamp.malformed", "The time-stamp header holds no list of time-stamps.");
            else if (tokens.Items.Count > 1)
                Tell("timeStamp.malformed", "The signature has more than one time-stamp where one is allowed.");
            else if (tokens.Items[0].BytesAt("val") is not { } token)
                Tell("timeStamp.malformed", "The time-stamp header holds something other than a time-stamp.");
            else
                Token(token, payload);
        }

        public void Token(ReadOnlyMemory<byte> der, ReadOnlySpan<byte> payload)
        {
            if (!TimeStampToken.TryRead(der, limits, out var token, out var says))
            {
                Tell("timeStamp.malformed", "The time-stamp cannot be read: " + says);
                return;
            }

            var outcome = token.Verify();
            if (outcome == SignatureOutcome.Invalid)
            {
                Tell("timeStamp.mismatch", "The time-stamp is not what its authority signed.");
                return;
            }

            if (Oids.AllowedHash(token.Info.ImprintAlgorithm) is not { } hash)
            {
                Tell("timeStamp.untrusted", $"The time-stamp uses a hash algorithm that is not allowed ({token.Info.ImprintAlgorithm}).");
                return;
            }

            if (!token.Info.Imprint.Span.SequenceEqual(Oids.Digest(hash, payload)))
            {
                Tell("timeStamp.mismatch", "The time-stamp is for something other than this claim.");
                return;
            }

            if (token.Signer is not { } signer || !token.NamesItsSigner)
            {
                Tell("timeStamp.untrusted", "The certificate of the time-stamp's authority did not come with it.");
                return;
            }

            if (outcome == SignatureOutcome.Unsupported)
            {
                Tell("timeStamp.untrusted", "The time-stamp is signed with an algorithm that is not allowed.");
                return;
            }

            _shown ??= token.Info.Time;
            _authority ??= signer.DisplayName;
            Judge(token, signer);
        }

        /// <summary>
        /// Trust first, then validity, as §15.8.2 orders them. A chain that did not cover the time is therefore asked about at a time that it did cover:
        /// otherwise nobody could tell an unknown authority from a known one whose certificate had expired.
        /// </summary>
        private void Judge(TimeStampToken token, CertificateView signer)
        {
            var path = PathOf(token, signer);
            var from = path.Max(c => c.NotBefore);
            var to = path.Min(c => c.NotAfter);
            var time = token.Info.Time;
            var inside = time >= from && time <= to;
            var known = IsForTimeStampsOnly(signer) && (inside ? isTrusted(token.Chain, time) : from <= to && isTrusted(token.Chain, from));
            if (known && !inside)
            {
                Tell("timeStamp.outsideValidity", "The time-stamp was made when its authority's certificates were not valid.");
                return;
            }

            if (inside) Add(ValidationStatus.Success("timeStamp.validated", uri, $"The time-stamp of {Utc(time)} is sound and fits the claim."));
            if (!known)
            {
                Tell("timeStamp.untrusted", "The time-stamp's authority is on no list of trusted authorities.");
                return;
            }

            Add(ValidationStatus.Success("timeStamp.trusted", uri, $"The time-stamp's authority, {signer.DisplayName ?? "without a name"}, is trusted."));
            (_trusted, _shown, _authority) = (time, time, signer.DisplayName);
        }

        /// <summary>C2PA 2.2 §14.5.1.1: valid for time-stamping and for nothing else, and no certification authority.</summary>
        private static bool IsForTimeStampsOnly(CertificateView signer) =>
            !signer.IsAuthority && signer.MaySign && signer.Purposes is { Count: 1 } purposes && purposes[0] == Oids.TimeStamping;

        /// <summary>The signer's certificate and, by their names, those above it that came along; where two have a name, one that was valid then.</summary>
        private static List<CertificateView> PathOf(TimeStampToken token, CertificateView signer)
        {
            var path = new List<CertificateView> { signer };
            while (path.Count <= token.Certificates.Count)
            {
                var last = path[^1];
                if (last.Issuer.Span.SequenceEqual(last.Subject.Span)) break;
                var above = token.Certificates.Where(c => !path.Contains(c) && c.Subject.Span.SequenceEqual(last.Issuer.Span)).ToList();
                if (above.Count == 0) break;
                path.Add(above.Find(c => c.CoversTime(token.Info.Time)) ?? above[0]);
            }

            return path;
        }

        private void Tell(string code, string says) => Add(ValidationStatus.Informational(code, uri, says));

        private void Add(ValidationStatus status)
        {
            if (!_statuses.Exists(s => s.Code == status.Code)) _statuses.Add(status);
        }

        private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
    }
}
