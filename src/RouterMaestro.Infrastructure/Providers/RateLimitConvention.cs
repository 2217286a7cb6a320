using System.Globalization;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>
/// How a vendor names its header fields of rate limits. OpenAI: <c>x-ratelimit-remaining-requests</c>, and resets as durations such as
/// <c>6m0s</c>. Anthropic: <c>anthropic-ratelimit-requests-remaining</c>, and resets as points in time (RFC 3339).
/// </summary>
/// <param name="Prefix">What every such field begins with.</param>
/// <param name="IsFigureFirst">Whether the figure stands before what is counted.</param>
/// <param name="ResetsAtTime">Whether a reset is a point in time, rather than a duration.</param>
internal sealed record RateLimitConvention(string Prefix, bool IsFigureFirst, bool ResetsAtTime)
{
    private static readonly RateLimitConvention _openAI = new("x-ratelimit-", IsFigureFirst: true, ResetsAtTime: false);
    private static readonly RateLimitConvention _anthropic = new("anthropic-ratelimit-", IsFigureFirst: false, ResetsAtTime: true);

    private static readonly string[] _counted = ["requests", "tokens", "input-tokens", "output-tokens"];

    /// <summary>Finds what callers of a dialect expect.</summary>
    /// <param name="protocol">The dialect; null for callers within the process.</param>
    public static RateLimitConvention? Of(WireProtocol? protocol) =>
        protocol is null ? null : protocol == WireProtocol.AnthropicMessages ? _anthropic : _openAI;

    /// <summary>Names a field as this convention does.</summary>
    /// <param name="field">A field as the provider sent it.</param>
    /// <param name="clock">Tells the time, for resets.</param>
    /// <returns>The field by its other name; the same where it is not understood, or is of this convention already.</returns>
    public HeaderField Adopt(HeaderField field, TimeProvider clock)
    {
        var other = this == _openAI ? _anthropic : _openAI;
        if (!field.Name.StartsWith(other.Prefix, StringComparison.OrdinalIgnoreCase) || other.Split(field.Name) is not var (figure, counted))
        {
            return field;
        }

        return (figure == "reset" ? Reset(field.Value, clock) : field.Value) is { } value ? new(Name(figure, counted), value) : field;
    }

    private string Name(string figure, string counted) => IsFigureFirst ? $"{Prefix}{figure}-{counted}" : $"{Prefix}{counted}-{figure}";

    private (string Figure, string Counted)? Split(string name)
    {
        foreach (var figure in new[] { "limit", "remaining", "reset" })
        {
            foreach (var counted in _counted)
            {
                if (name.Equals(Name(figure, counted), StringComparison.OrdinalIgnoreCase))
                {
                    return (figure, counted);
                }
            }
        }

        return null;
    }

    private string? Reset(string value, TimeProvider clock) => ResetsAtTime
        ? WireDuration.Read(value) is { } wait ? (clock.GetUtcNow() + wait).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null
        : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? WireDuration.Write(time - clock.GetUtcNow())
        : null;
}
