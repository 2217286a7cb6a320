using System.Globalization;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Renames rate limit header fields from one vendor's names to another's.</summary>
internal static class RateLimitTranslation
{
    private static readonly string[] _figures = ["limit", "remaining", "reset"];
    private static readonly string[] _units = ["requests", "tokens", "input-tokens", "output-tokens"];

    /// <summary>Renames a field to follow a naming.</summary>
    /// <param name="naming">The names that the caller expects.</param>
    /// <param name="field">The field as the provider sent it.</param>
    /// <param name="provider">The names that the provider's protocol uses. A compatible server may use those of another vendor.</param>
    /// <param name="clock">The clock, for resets.</param>
    /// <returns>The renamed field; the same field if it already follows the naming or follows none.</returns>
    public static HeaderField Adopt(this RateLimitNaming naming, HeaderField field, RateLimitNaming provider, TimeProvider clock)
    {
        if (provider != naming && Translate(naming, field, provider, clock) is { } translated)
        {
            return translated;
        }

        foreach (var other in RateLimitNaming.All)
        {
            if (other != naming && Translate(naming, field, other, clock) is { } named)
            {
                return named;
            }
        }

        return field;
    }

    private static HeaderField? Translate(RateLimitNaming naming, HeaderField field, RateLimitNaming other, TimeProvider clock) =>
        field.Name.StartsWith(other.Prefix, StringComparison.OrdinalIgnoreCase)
        && Split(other, field.Name) is var (figure, unit)
        && (figure == "reset" ? Reset(naming, field.Value, clock) : field.Value) is { } value
            ? new(Name(naming, figure, unit), value)
            : null;

    private static string Name(RateLimitNaming naming, string figure, string unit) =>
        naming.IsFigureFirst ? $"{naming.Prefix}{figure}-{unit}" : $"{naming.Prefix}{unit}-{figure}";

    private static (string Figure, string Unit)? Split(RateLimitNaming naming, string name)
    {
        foreach (var figure in _figures)
        {
            foreach (var unit in _units)
            {
                if (name.Equals(Name(naming, figure, unit), StringComparison.OrdinalIgnoreCase))
                {
                    return (figure, unit);
                }
            }
        }

        return null;
    }

    private static string? Reset(RateLimitNaming naming, string value, TimeProvider clock) => naming.ResetsAtTime
        ? WireDuration.Read(value) is { } wait ? (clock.GetUtcNow() + wait).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null
        : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? WireDuration.Write(time - clock.GetUtcNow())
        : null;
}
