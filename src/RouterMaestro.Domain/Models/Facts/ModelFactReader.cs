using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Models.Facts;

/// <summary>Reads the facts about models: those of the product, and the operator's own in the same words.</summary>
internal static class ModelFactReader
{
    private static readonly Dictionary<string, Func<JsonElement, ModelFacts, ModelFacts?>> _members = new()
    {
        ["endpoints"] = static (value, facts) => ReadProtocols(value) is { } protocols ? facts with { Endpoints = protocols } : null,
        ["endpoints_with_tools"] = static (value, facts) => ReadProtocols(value) is { } protocols ? facts with { EndpointsWithTools = protocols } : null,
        ["temperature"] = static (value, facts) => ReadAcceptance(value) is { } temperature ? facts with { Temperature = temperature } : null,
        ["top_p"] = static (value, facts) => ReadAcceptance(value) is { } topP ? facts with { TopP = topP } : null,
        ["top_k"] = static (value, facts) => ReadAcceptance(value) is { } topK ? facts with { TopK = topK } : null,
        ["stop"] = static (value, facts) => ReadAcceptance(value) is { } stop ? facts with { Stop = stop } : null,
        ["penalties"] = static (value, facts) => ReadAcceptance(value) is { } penalties ? facts with { Penalties = penalties } : null,
        ["max_tokens"] = static (value, facts) => TextOf(value) switch
        {
            "max_tokens" => facts with { RenamesMaxTokens = false },
            "max_completion_tokens" => facts with { RenamesMaxTokens = true },
            _ => null,
        },
        ["efforts"] = static (value, facts) => ReadTexts(value) is { } efforts ? facts with { Efforts = efforts } : null,
        ["default_effort"] = static (value, facts) => TextOf(value) is { } effort ? facts with { DefaultEffort = effort } : null,
        ["thinking"] = static (value, facts) => ReadThinking(value) is { } thinking ? facts with { Thinking = thinking } : null,
        ["parallel_tool_calls"] = static (value, facts) => ReadAcceptance(value) is { } parallel ? facts with { ParallelToolCalls = parallel } : null,
        ["json_schema"] = static (value, facts) => ReadAcceptance(value) is { } schema ? facts with { JsonSchema = schema } : null,
        ["prefill"] = static (value, facts) => ReadAcceptance(value) is { } prefill ? facts with { Prefill = prefill } : null,
        ["image_types"] = static (value, facts) => ReadTexts(value) is { } types ? facts with { ImageTypes = types } : null,
        ["document_types"] = static (value, facts) => ReadTexts(value) is { } types ? facts with { DocumentTypes = types } : null,
    };

    /// <summary>Gets the names of the members that state facts.</summary>
    public static IReadOnlyCollection<string> Members => _members.Keys;

    /// <summary>Reads one fact.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="value">Its value.</param>
    /// <param name="facts">The facts so far.</param>
    /// <returns>The facts with it; null if the value is not valid.</returns>
    public static ModelFacts? Read(string name, JsonElement value, ModelFacts facts) => _members[name](value, facts);

    /// <summary>Returns what a member takes, as words that follow "must be".</summary>
    public static string Expected(string name) => name switch
    {
        "endpoints" or "endpoints_with_tools" => "a list of \"chat\", \"responses\" and \"messages\"",
        "max_tokens" => "\"max_tokens\" or \"max_completion_tokens\"",
        "efforts" or "image_types" or "document_types" => "a list of texts",
        "default_effort" => "a text",
        "thinking" => "a list of \"budget\" and \"adaptive\"",
        _ => "\"taken\", \"default_only\", \"without_reasoning\" or \"refused\"",
    };

    /// <summary>Reads the table of the product.</summary>
    public static EquatableArray<ModelFactLine> ReadResource()
    {
        using var stream = typeof(ModelFactReader).Assembly.GetManifestResourceStream("model-facts.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("facts").EnumerateArray().Select(ReadLine).ToEquatableArray();
    }

    private static ModelFactLine ReadLine(JsonElement line)
    {
        var facts = ModelFacts.Unknown;
        foreach (var member in line.EnumerateObject().Where(member => _members.ContainsKey(member.Name)))
        {
            facts = Read(member.Name, member.Value, facts) ?? throw new FormatException($"'{member.Name}' of the facts about {line.GetProperty("models")} must be {Expected(member.Name)}.");
        }

        return new(ReadFamilies(line), facts)
        {
            Vendor = line.TryGetProperty("at", out var vendor) ? vendor.GetString() : null,
            Source = line.GetProperty("source").GetString()!,
            Date = DateOnly.ParseExact(line.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    private static EquatableArray<ModelFamily> ReadFamilies(JsonElement line) => line.GetProperty("models").EnumerateArray().Select(stem => new ModelFamily(stem.GetString()!)
    {
        From = ReadVersion(line, "from"),
        Before = ReadVersion(line, "before"),
        Words = line.TryGetProperty("with", out var words) ? ReadTexts(words)!.Value : [],
        OtherWords = line.TryGetProperty("without", out var others) ? ReadTexts(others)!.Value : [],
    }).ToEquatableArray();

    private static ModelVersion? ReadVersion(JsonElement line, string name) => line.TryGetProperty(name, out var version) ? ModelVersion.Read(version.GetString(), out _) : null;

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Acceptance? ReadAcceptance(JsonElement value) => TextOf(value) switch
    {
        "taken" => Acceptance.Taken,
        "default_only" => Acceptance.DefaultOnly,
        "without_reasoning" => Acceptance.WithoutReasoning,
        "refused" => Acceptance.Refused,
        _ => null,
    };

    private static EquatableArray<string>? ReadTexts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String)
            ? value.EnumerateArray().Select(text => text.GetString()!).ToEquatableArray()
            : null;

    private static EquatableArray<WireProtocol>? ReadProtocols(JsonElement value)
    {
        if (ReadTexts(value) is not { IsEmpty: false } names)
        {
            return null;
        }

        var protocols = names.Select(WireProtocol.Find).OfType<WireProtocol>().ToEquatableArray();
        return protocols.Count == names.Count ? protocols : null;
    }

    private static ThinkingForms? ReadThinking(JsonElement value)
    {
        if (ReadTexts(value) is not { } names)
        {
            return null;
        }

        var forms = ThinkingForms.None;
        foreach (var name in names)
        {
            switch (name)
            {
                case "budget":
                    forms |= ThinkingForms.Budget;
                    break;
                case "adaptive":
                    forms |= ThinkingForms.Adaptive;
                    break;
                default:
                    return null;
            }
        }

        return forms;
    }
}
