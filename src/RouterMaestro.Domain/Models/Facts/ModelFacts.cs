using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Models.Facts;

/// <summary>
/// What a model takes and refuses in requests, beyond what its protocols say. A member that is null is not known, and nothing is changed for it. Requests
/// are fitted to the facts when they are translated; those that pass through stay as they are.
/// </summary>
public sealed record ModelFacts
{
    /// <summary>Gets the facts of a model of which nothing is known.</summary>
    public static ModelFacts Unknown { get; } = new();

    /// <summary>Gets the protocols in which the model is served, of those that its provider has.</summary>
    public EquatableArray<WireProtocol>? Endpoints { get; init; }

    /// <summary>Gets the protocols in which the model is served with tools; null for those of <see cref="Endpoints"/>.</summary>
    public EquatableArray<WireProtocol>? EndpointsWithTools { get; init; }

    /// <summary>Gets whether it takes <c>temperature</c>.</summary>
    public Acceptance? Temperature { get; init; }

    /// <summary>Gets whether it takes <c>top_p</c>.</summary>
    public Acceptance? TopP { get; init; }

    /// <summary>Gets whether it takes <c>top_k</c>.</summary>
    public Acceptance? TopK { get; init; }

    /// <summary>Gets whether it takes stop sequences.</summary>
    public Acceptance? Stop { get; init; }

    /// <summary>Gets whether it takes <c>frequency_penalty</c> and <c>presence_penalty</c>.</summary>
    public Acceptance? Penalties { get; init; }

    /// <summary>Gets whether the limit of a Chat answer is named <c>max_completion_tokens</c>, because the model refuses <c>max_tokens</c>.</summary>
    public bool? RenamesMaxTokens { get; init; }

    /// <summary>Gets the words of the reasoning efforts that it takes, in ascending order, such as <c>high</c>; empty if it takes none.</summary>
    public EquatableArray<string>? Efforts { get; init; }

    /// <summary>Gets the word of the effort with which it reasons unless told otherwise.</summary>
    public string? DefaultEffort { get; init; }

    /// <summary>Gets how reasoning is asked for in Messages.</summary>
    public ThinkingForms? Thinking { get; init; }

    /// <summary>Gets whether it takes <c>parallel_tool_calls</c>.</summary>
    public Acceptance? ParallelToolCalls { get; init; }

    /// <summary>Gets whether it takes a JSON schema for its answer.</summary>
    public Acceptance? JsonSchema { get; init; }

    /// <summary>Gets whether it goes on with an answer that the last message begins.</summary>
    public Acceptance? Prefill { get; init; }

    /// <summary>Gets the media types of images that it takes, in lower case; empty if it takes none.</summary>
    public EquatableArray<string>? ImageTypes { get; init; }

    /// <summary>Gets the media types of documents that it takes, in lower case; empty if it takes none.</summary>
    public EquatableArray<string>? DocumentTypes { get; init; }

    /// <summary>Finds what the product knows of a model by its id.</summary>
    /// <param name="model">The provider's own id of the model, in any spelling: <c>claude-opus-4-7</c>, <c>anthropic/claude-opus-4.7</c>.</param>
    /// <param name="vendor">The vendor whose own API serves it, such as <c>openai</c>; null for any other server.</param>
    public static ModelFacts Of(string model, string? vendor = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelFactTable.Default.Find(model, vendor);
    }

    /// <summary>Returns these facts, and those of others where these are not known.</summary>
    /// <param name="other">The others.</param>
    public ModelFacts Or(ModelFacts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, Unknown))
        {
            return this;
        }

        return ReferenceEquals(this, Unknown) ? other : new ModelFacts
        {
            Endpoints = Endpoints ?? other.Endpoints,
            EndpointsWithTools = EndpointsWithTools ?? other.EndpointsWithTools,
            Temperature = Temperature ?? other.Temperature,
            TopP = TopP ?? other.TopP,
            TopK = TopK ?? other.TopK,
            Stop = Stop ?? other.Stop,
            Penalties = Penalties ?? other.Penalties,
            RenamesMaxTokens = RenamesMaxTokens ?? other.RenamesMaxTokens,
            Efforts = Efforts ?? other.Efforts,
            DefaultEffort = DefaultEffort ?? other.DefaultEffort,
            Thinking = Thinking ?? other.Thinking,
            ParallelToolCalls = ParallelToolCalls ?? other.ParallelToolCalls,
            JsonSchema = JsonSchema ?? other.JsonSchema,
            Prefill = Prefill ?? other.Prefill,
            ImageTypes = ImageTypes ?? other.ImageTypes,
            DocumentTypes = DocumentTypes ?? other.DocumentTypes,
        };
    }

    /// <summary>Lists what is known, by the names and in the words of <c>model_overrides</c>.</summary>
    internal IEnumerable<(string Name, string Value)> Describe()
    {
        (string Name, string? Value)[] all =
        [
            ("endpoints", Join(Endpoints)),
            ("endpoints_with_tools", Join(EndpointsWithTools)),
            ("temperature", NameOf(Temperature)),
            ("top_p", NameOf(TopP)),
            ("top_k", NameOf(TopK)),
            ("stop", NameOf(Stop)),
            ("penalties", NameOf(Penalties)),
            ("max_tokens", RenamesMaxTokens switch { true => "max_completion_tokens", false => "max_tokens", null => null }),
            ("efforts", Join(Efforts)),
            ("default_effort", DefaultEffort),
            ("thinking", Thinking is { } forms ? string.Join(", ", new[] { (ThinkingForms.Budget, "budget"), (ThinkingForms.Adaptive, "adaptive") }.Where(form => forms.HasFlag(form.Item1)).Select(form => form.Item2)) : null),
            ("parallel_tool_calls", NameOf(ParallelToolCalls)),
            ("json_schema", NameOf(JsonSchema)),
            ("prefill", NameOf(Prefill)),
            ("image_types", Join(ImageTypes)),
            ("document_types", Join(DocumentTypes)),
        ];
        foreach (var (name, value) in all)
        {
            if (value is not null)
            {
                yield return (name, value.Length == 0 ? "none" : value);
            }
        }
    }

    private static string? Join<T>(EquatableArray<T>? items) => items is { } given ? string.Join(", ", given) : null;

    private static string? NameOf(Acceptance? acceptance) => acceptance switch
    {
        Acceptance.Taken => "taken",
        Acceptance.DefaultOnly => "default_only",
        Acceptance.WithoutReasoning => "without_reasoning",
        Acceptance.Refused => "refused",
        _ => null,
    };

    /// <summary>Returns the protocols of a list in which a request is served.</summary>
    /// <param name="protocols">The protocols of the provider, the preferred one first.</param>
    /// <param name="hasTools">Whether the request offers tools.</param>
    /// <returns>The protocols; all of the list if none of it would be left.</returns>
    internal EquatableArray<WireProtocol> Restrict(EquatableArray<WireProtocol> protocols, bool hasTools)
    {
        if (((hasTools ? EndpointsWithTools : null) ?? Endpoints) is not { } served)
        {
            return protocols;
        }

        var kept = protocols.Where(served.Contains).ToEquatableArray();
        return kept.IsEmpty ? protocols : kept;
    }
}

/// <summary>Whether a model takes a member of a request.</summary>
public enum Acceptance
{
    /// <summary>It takes every value of the protocol.</summary>
    Taken,

    /// <summary>It takes the default alone, which is 1 for <c>temperature</c> and <c>top_p</c>.</summary>
    DefaultOnly,

    /// <summary>It takes every value while it does not reason, and the default alone while it does.</summary>
    WithoutReasoning,

    /// <summary>It answers with an error whatever the value is.</summary>
    Refused,
}

/// <summary>The forms in which a model takes the <c>thinking</c> of Messages.</summary>
[Flags]
public enum ThinkingForms
{
    /// <summary>It takes none.</summary>
    None = 0,

    /// <summary>It takes a budget of tokens.</summary>
    Budget = 1,

    /// <summary>It takes <c>adaptive</c>, and an effort beside it.</summary>
    Adaptive = 2,
}
