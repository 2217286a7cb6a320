using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>
/// Reads <c>token_details</c>, the tokens that Copilot charges for by their type. They are known from public code only, so that anything unknown in them
/// leaves the usage of the response in force.
/// </summary>
internal static class CopilotTokenDetails
{
    /// <summary>Reads the value of <c>copilot_usage</c>.</summary>
    /// <returns>The tokens; null if there are none, or one has an unknown type.</returns>
    public static TokenUsage? Read(ReadOnlySpan<byte> usage)
    {
        try
        {
            var reader = new Utf8JsonReader(usage);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isWanted = reader.ValueTextEquals("token_details"u8);
                reader.Read();
                if (isWanted && reader.TokenType == JsonTokenType.StartArray)
                {
                    return ReadDetails(ref reader);
                }

                reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // what cannot be read decides nothing
        }

        return null;
    }

    private static TokenUsage? ReadDetails(ref Utf8JsonReader reader)
    {
        var (sum, isKnown) = (TokenUsage.Zero, true);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            sum = Add(sum, ref reader, ref isKnown);
        }

        return isKnown && sum.Total > 0 ? sum : null;
    }

    private static TokenUsage Add(TokenUsage sum, ref Utf8JsonReader reader, ref bool isKnown)
    {
        var (type, count) = ("", -1L);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isCount) = (reader.ValueTextEquals("token_type"u8), reader.ValueTextEquals("token_count"u8));
            reader.Read();
            type = isType && reader.TokenType == JsonTokenType.String ? reader.GetString()! : type;
            count = isCount && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : count;
            reader.Skip();
        }

        isKnown &= count >= 0 && type is ("input" or "cache_read" or "cache_write" or "output");
        return type switch
        {
            "input" => sum with { Input = sum.Input + count },
            "cache_read" => sum with { CacheRead = sum.CacheRead + count },
            "cache_write" => sum with { CacheWrite = sum.CacheWrite + count },
            "output" => sum with { Output = sum.Output + count },
            _ => sum,
        };
    }
}
