using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>Removes the provider's secrets from its messages.</summary>
/// <remarks>OpenAI quotes the key that it refuses: long keys masked (recording ChatTests--AuthFailure), short ones whole.</remarks>
internal sealed class SecretMask
{
    private const string Mask = "***";
    private readonly string[] _secrets;

    public SecretMask(ProviderProfile profile) =>
        _secrets = [.. profile.Headers.Select(h => h.Value).Append(profile.Key ?? "").Where(s => s.Length >= 4).Distinct()];

    public string Apply(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Masks bytes; returns the same memory if there is nothing to mask.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> utf8)
    {
        foreach (var secret in _secrets)
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
