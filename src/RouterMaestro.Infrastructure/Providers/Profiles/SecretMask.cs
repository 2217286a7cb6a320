using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>Removes the provider's secrets from its messages.</summary>
/// <remarks>OpenAI quotes the key that it refuses: long keys masked (recording ChatTests--AuthFailure), short ones whole.</remarks>
/// <param name="headers">The configured header fields, whose values may be secrets.</param>
/// <param name="sources">The sources of credentials, which are asked each time, since their secrets change.</param>
internal sealed class SecretMask(EquatableArray<HeaderField> headers, params ICredentialSource[] sources)
{
    private const string Mask = "***";
    private const int MinLength = 4;

    private IEnumerable<string> Secrets =>
        headers.Select(h => h.Value).Concat(sources.SelectMany(s => s.Secrets)).Where(s => s.Length >= MinLength).Distinct();

    public string Apply(string text)
    {
        foreach (var secret in Secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Masks bytes; returns the same memory if there is nothing to mask.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> utf8)
    {
        foreach (var secret in Secrets)
        {
            if (utf8.Span.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)
            {
                utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span).Replace(secret, Mask, StringComparison.Ordinal));
            }
        }

        return utf8;
    }

    /// <summary>Masks a failure and copies its body, so that it can outlive the response buffer.</summary>
    public UpstreamFailure Apply(UpstreamFailure failure) => failure with
    {
        Message = Apply(failure.Message),
        Body = failure.Body is { } body ? new RawJson(Apply(body.Utf8).ToArray()) : null,
    };
}
