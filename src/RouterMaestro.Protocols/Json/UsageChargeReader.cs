using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Json;

/// <summary>
/// Reads what providers say within a usage that a response costs: xAI's <c>cost_in_usd_ticks</c> (recording xai-tool-call: 1,399,000 ticks are the
/// list price, $0.0001399), OpenRouter's <c>cost</c> in dollars, and Perplexity's object <c>cost</c> with a <c>total_cost</c>.
/// </summary>
internal ref struct UsageChargeReader
{
    private decimal? _ticks;
    private decimal? _dollars;
    private decimal? _upstream;
    private bool _isOwnKey;

    /// <summary>Gets the cost; null if the usage says none.</summary>
    public readonly UsageCharge? Charge =>
        _ticks is { } ticks ? new("usd-ticks", ticks)

        // with the caller's own key at the provider OpenRouter charges its fee, and the provider the rest (openrouter.ai/docs, usage accounting)
        : _dollars is { } dollars ? new("usd", dollars + (_isOwnKey ? _upstream ?? 0 : 0))
        : null;

    /// <summary>Reads the cost of a usage of which nothing else is wanted.</summary>
    /// <param name="usage">The usage, an object.</param>
    /// <returns>The cost; null if it says none.</returns>
    public static UsageCharge? Find(ReadOnlySpan<byte> usage)
    {
        try
        {
            var reader = new Utf8JsonReader(usage);
            var charge = default(UsageChargeReader);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!charge.TryRead(ref reader))
                {
                    reader.Skip();
                }
            }

            return charge.Charge;
        }
        catch (JsonException)
        {
            return null; // broken below the top level: the caller gets it as it is
        }
    }

    /// <summary>Reads a member if it is one of a cost.</summary>
    /// <param name="reader">The reader, on the member's name; afterwards on its value if it was read.</param>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("cost_in_usd_ticks"u8))
        {
            _ticks = ReadAmount(ref reader);
        }
        else if (reader.ValueTextEquals("cost"u8))
        {
            _dollars = ReadWithin(ref reader, "total_cost"u8);
        }
        else if (reader.ValueTextEquals("cost_details"u8))
        {
            _upstream = ReadWithin(ref reader, "upstream_inference_cost"u8);
        }
        else if (reader.ValueTextEquals("is_byok"u8))
        {
            reader.Read();
            _isOwnKey = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Reads an amount, or the one of an object's member.</summary>
    private static decimal? ReadWithin(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return AmountOf(ref reader);
        }

        decimal? amount = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                amount = ReadAmount(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return amount;
    }

    private static decimal? ReadAmount(ref Utf8JsonReader reader)
    {
        reader.Read();
        return AmountOf(ref reader);
    }

    private static decimal? AmountOf(ref Utf8JsonReader reader)
    {
        decimal? amount = reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) && number >= 0 ? number : null;
        reader.Skip();
        return amount;
    }
}
