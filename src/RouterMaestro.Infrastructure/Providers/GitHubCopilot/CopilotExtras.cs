using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>
/// Reads <c>copilot_usage</c>, the exact cost, from bodies and frames, and the limits of the account from header fields. Both are Copilot's own; callers
/// of the protocols do not know them, and some libraries refuse unknown events.
/// </summary>
internal sealed class CopilotExtras(string provider, CopilotAccounts accounts) : IResponseExtras
{
    /// <summary>The unit of the amounts: a billionth of an AI unit, which is one US cent.</summary>
    public const string Unit = "nano-aiu";

    private const int MaxDetails = 16 * 1024;

    public bool MayBeIn(ReadOnlySpan<byte> json) => json.IndexOf("copilot_usage"u8) >= 0 || json.IndexOf("amazon-bedrock"u8) >= 0;

    public bool IsWithheld(ReadOnlySpan<byte> eventName) => eventName.SequenceEqual("copilot_usage"u8);

    public void ReadHeader(string name, string value, Func<string, string> mask)
    {
        if (name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
        {
            accounts.Read(provider, name, value, mask);
        }
    }

    public TokenUsage? ChargedTokens(StatedCost cost) => cost.Details is { } details ? CopilotTokenDetails.Read(details.Utf8.Span) : null;

    public StatedCost? Read(ModelRef model, ReadOnlySpan<byte> json, List<ByteRange> removed)
    {
        try
        {
            return ReadObject(model, json, removed);
        }
        catch (JsonException)
        {
            // whoever reads the document itself says so
            removed.Clear();
            return null;
        }
    }

    // the members stand at the top, in a Responses stream once within "response"
    private static StatedCost? ReadObject(ModelRef model, ReadOnlySpan<byte> json, List<ByteRange> removed)
    {
        StatedCost? cost = null;
        var reader = new Utf8JsonReader(json);
        var endOfFormer = 0;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2)
            {
                endOfFormer = (int)reader.BytesConsumed;
                continue;
            }

            var (isCost, isNoise) = (reader.ValueTextEquals("copilot_usage"u8), reader.ValueTextEquals("amazon-bedrock-invocationMetrics"u8));
            var (isResponse, depth, start) = (reader.ValueTextEquals("response"u8), reader.CurrentDepth, (int)reader.TokenStartIndex);
            if (isResponse && depth == 1)
            {
                continue;
            }

            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (isCost || isNoise)
            {
                cost = isCost ? CostOf(model, json[value..end]) ?? cost : cost;
                var member = Member(json, start, end, endOfFormer);

                // the comma before the last member goes with those after it that are removed too
                removed.RemoveAll(range => range.Start >= member.Start);
                removed.Add(member);
            }
            else
            {
                endOfFormer = end;
            }
        }

        return cost;
    }

    /// <summary>Returns the place of a member with the comma that goes with it: the one after it, else the one before.</summary>
    private static ByteRange Member(ReadOnlySpan<byte> json, int start, int end, int endOfFormer)
    {
        var behind = end;
        while (behind < json.Length && json[behind] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            behind++;
        }

        if (behind < json.Length && json[behind] == (byte)',')
        {
            return new(start, behind + 1 - start);
        }

        // the last member goes with the comma before it
        var comma = json[endOfFormer..start].IndexOf((byte)',');
        return comma < 0 ? new(start, end - start) : new(endOfFormer + comma, end - endOfFormer - comma);
    }

    private static StatedCost? CostOf(ModelRef model, ReadOnlySpan<byte> usage)
    {
        var reader = new Utf8JsonReader(usage);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("total_nano_aiu"u8))
            {
                reader.Read();
                return AmountOf(ref reader) is { } amount
                    ? new StatedCost(model, Unit, amount) { Details = usage.Length <= MaxDetails ? new RawJson(usage.ToArray()) : null }
                    : null;
            }
        }

        return null;
    }

    private static decimal? AmountOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetDecimal(out var amount) && amount >= 0 => amount,
        JsonTokenType.String when decimal.TryParse(reader.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) && amount >= 0 => amount,
        _ => null,
    };
}
