using System.Globalization;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>A model as a file describes it.</summary>
internal sealed record ModelSpec
{
    /// <summary>Gets its name for people; null if the file has none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Gets its price as in <c>providers.json</c>, in US dollars per million tokens; null if the file has none.</summary>
    public JsonObject? Price { get; init; }

    /// <summary>Gets its limits as in <c>model_overrides</c>; null if the file has none.</summary>
    public JsonObject? Limits { get; init; }

    /// <summary>Returns limits; null if there are none.</summary>
    public static JsonObject? LimitsOf(JsonNode? prompt, JsonNode? output, JsonNode? context)
    {
        JsonObject limits = [];
        Set("max_prompt_tokens", prompt);
        Set("max_output_tokens", output);
        Set("max_context_window_tokens", context);
        return limits.Count > 0 ? limits : null;

        void Set(string name, JsonNode? value)
        {
            if (NumberOf(value) is { } tokens and > 0 and <= int.MaxValue && decimal.IsInteger(tokens))
            {
                limits[name] = (int)tokens;
            }
        }
    }

    /// <summary>Returns a price; null unless those of input and output are known.</summary>
    /// <param name="prices">The prices by the members of <c>providers.json</c>.</param>
    /// <param name="factor">What makes them US dollars per million tokens.</param>
    public static JsonObject? PriceOf(IEnumerable<(string Name, JsonNode? Value)> prices, decimal factor)
    {
        JsonObject price = [];
        foreach (var (name, value) in prices)
        {
            if (NumberOf(value) is { } amount and >= 0)
            {
                // more digits than the gateway counts with
                const int Digits = 9;
                price[name] = JsonNode.Parse(decimal.Round(amount * factor, Digits).ToString("0.#########", CultureInfo.InvariantCulture));
            }
        }

        return price.ContainsKey("input") && price.ContainsKey("output") ? price : null;
    }

    private static decimal? NumberOf(JsonNode? node) => node is JsonValue value
        && decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
