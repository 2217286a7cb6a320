using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Infrastructure.Providers.Servers;

/// <summary>The members of <c>options</c> that say what a server takes.</summary>
internal static class ServerSettings
{
    /// <summary>The option that names a preset.</summary>
    public const string Preset = "preset";

    private static readonly Setting[] _all =
    [
        new("content", ["parts", "text", "string"], (facts, value) => facts with { Content = value switch { "parts" => ContentForm.Parts, "string" => ContentForm.String, _ => ContentForm.Text } },
            facts => facts.Content switch { ContentForm.Parts => "parts", ContentForm.String => "string", _ => "text" }),
        new("system", ["first", "anywhere"], (facts, value) => facts with { SystemFirst = value == "first" }, facts => facts.SystemFirst ? "first" : "anywhere"),
        new("messages", ["same", "simple"], (facts, value) => facts with { SimplifiesCallers = value == "simple" }, facts => facts.SimplifiesCallers ? "simple" : "same"),
        new("max_tokens_field", ["max_tokens", "max_completion_tokens"], (facts, value) => facts with { WantsMaxCompletionTokens = value == "max_completion_tokens" },
            facts => facts.WantsMaxCompletionTokens ? "max_completion_tokens" : "max_tokens"),
        new("reasoning_field", ["same", "reasoning", "reasoning_content", "none"], (facts, value) => facts with { Reasoning = ReasoningOf(value) }, facts => NameOf(facts.Reasoning)),
        new("tool_choice", ["named", "required", "auto", "none"], (facts, value) => facts with { ToolChoice = ToolChoiceOf(value) }, facts => NameOf(facts.ToolChoice)),
        new("call_signatures", ["none", "google"], (facts, value) => facts with { SignsCalls = value == "google" }, facts => facts.SignsCalls ? "google" : "none"),
        new("json_schema", ["taken", "refused"], (facts, value) => facts with { TakesJsonSchema = value == "taken" }, facts => facts.TakesJsonSchema ? "taken" : "refused"),
        new("developer_role", null, (facts, value) => facts with { TakesDeveloperRole = value == "true" }, facts => facts.TakesDeveloperRole ? "true" : "false"),
        new("stream_usage", null, (facts, value) => facts with { TakesStreamOptions = value == "true" }, facts => facts.TakesStreamOptions ? "true" : "false"),
    ];

    /// <summary>Gets the names of the options, besides those of all types.</summary>
    public static EquatableArray<string> Names { get; } = [Preset, .. _all.Select(setting => setting.Name).Where(name => name != "stream_usage")];

    /// <summary>Returns the errors of an entry's options, each with the path of its member.</summary>
    public static EquatableArray<string> ErrorsOf(RawJson options)
    {
        using var document = JsonDocument.Parse(options.Utf8);
        List<string> errors = [];
        if (Find(document, Preset) is { } preset && (preset.ValueKind != JsonValueKind.String || ServerPresets.Find(preset.GetString()!) is null))
        {
            errors.Add($"options.{Preset} must be one of {string.Join(", ", ServerPresets.All.Select(p => p.Name))}");
        }

        foreach (var setting in _all)
        {
            // what is no flag is reported where all types read it
            if (setting.Values is { } values && Find(document, setting.Name) is { } value && !(value.ValueKind == JsonValueKind.String && values.Contains(value.GetString())))
            {
                errors.Add($"options.{setting.Name} must be one of {string.Join(", ", values.Select(v => $"\"{v}\""))}");
            }
            else if (setting is { Values: null, Name: "developer_role" } && Find(document, setting.Name) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
            {
                errors.Add($"options.{setting.Name} must be true or false");
            }
        }

        return errors.ToEquatableArray();
    }

    /// <summary>Finds the preset that the options name.</summary>
    public static ServerPreset? PresetOf(RawJson options)
    {
        using var document = JsonDocument.Parse(options.Utf8);
        return Find(document, Preset) is { ValueKind: JsonValueKind.String } name ? ServerPresets.Find(name.GetString()!) : null;
    }

    /// <summary>Returns the facts that the options give in place of others. The options are valid.</summary>
    public static ServerFacts Apply(ServerFacts facts, RawJson options)
    {
        using var document = JsonDocument.Parse(options.Utf8);
        foreach (var setting in _all)
        {
            if (Find(document, setting.Name) is { } value)
            {
                facts = setting.Apply(facts, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
            }
        }

        return facts;
    }

    /// <summary>Lists facts as options with their values.</summary>
    public static IReadOnlyDictionary<string, string> Describe(ServerFacts facts) => _all.ToDictionary(setting => setting.Name, setting => setting.Read(facts));

    private static JsonElement? Find(JsonDocument options, string name) =>
        options.RootElement.ValueKind == JsonValueKind.Object && options.RootElement.TryGetProperty(name, out var value) ? value : null;

    private static ReasoningMember ReasoningOf(string value) => value switch
    {
        "reasoning" => ReasoningMember.Reasoning,
        "reasoning_content" => ReasoningMember.ReasoningContent,
        "none" => ReasoningMember.None,
        _ => ReasoningMember.AsReceived,
    };

    private static string NameOf(ReasoningMember member) => member switch
    {
        ReasoningMember.Reasoning => "reasoning",
        ReasoningMember.ReasoningContent => "reasoning_content",
        ReasoningMember.None => "none",
        _ => "same",
    };

    private static ToolChoiceForm ToolChoiceOf(string value) => value switch
    {
        "required" => ToolChoiceForm.Required,
        "auto" => ToolChoiceForm.Auto,
        "none" => ToolChoiceForm.None,
        _ => ToolChoiceForm.Named,
    };

    private static string NameOf(ToolChoiceForm form) => form switch
    {
        ToolChoiceForm.Required => "required",
        ToolChoiceForm.Auto => "auto",
        ToolChoiceForm.None => "none",
        _ => "named",
    };

    /// <summary>An option.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Values">Its values; null for true and false.</param>
    /// <param name="Apply">Sets the fact.</param>
    /// <param name="Read">Reads the fact as a value of the option.</param>
    private sealed record Setting(string Name, string[]? Values, Func<ServerFacts, string, ServerFacts> Apply, Func<ServerFacts, string> Read);
}
