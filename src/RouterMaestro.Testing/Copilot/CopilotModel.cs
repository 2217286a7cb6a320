using System.Text.Json.Nodes;

namespace RouterMaestro.Testing.Copilot;

/// <summary>A model of a <see cref="CopilotSimulator"/>, and its entry in the catalog. Immutable.</summary>
/// <example>
/// <code>
/// copilot.Models = [.. CopilotModel.Defaults, new CopilotModel("claude-x-9") { Endpoints = [CopilotModel.Chat, CopilotModel.Messages] }];
/// copilot.Models = [new CopilotModel("odd").WithMember("capabilities.supports.reasoning_effort", """["low","turbo"]""")];
/// </code>
/// </example>
/// <param name="Id">The id.</param>
public sealed partial record CopilotModel(string Id)
{
    /// <summary>The endpoint of Chat Completions.</summary>
    public const string Chat = "/chat/completions";

    /// <summary>The endpoint of Responses.</summary>
    public const string Responses = "/responses";

    /// <summary>The endpoint of Anthropic Messages, and of its token count.</summary>
    public const string Messages = "/v1/messages";

    /// <summary>The endpoint of embeddings, which the catalog never names.</summary>
    public const string Embeddings = "/embeddings";

    /// <summary>Gets the vendor's name.</summary>
    public string Vendor { get; init; } = "OpenAI";

    /// <summary>Gets <c>capabilities.type</c>: <c>chat</c>, <c>embeddings</c> or <c>completion</c>. Each type is refused at the endpoints of the others.</summary>
    public string Type { get; init; } = "chat";

    /// <summary>Gets the endpoints that serve the model, for models of type <c>chat</c>; at the others it is <c>unsupported_api_for_model</c>.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [Chat];

    /// <summary>Gets whether the entry has <c>supported_endpoints</c>; older ones lack it, and a client must know by the id.</summary>
    public bool AnnouncesEndpoints { get; init; } = true;

    /// <summary>Gets <c>model_picker_enabled</c>. The model is served all the same.</summary>
    public bool IsPickerEnabled { get; init; } = true;

    /// <summary>Gets whether <c>policy.state</c> is <c>enabled</c>. Otherwise requests get <c>model_not_supported</c>.</summary>
    public bool IsPolicyEnabled { get; init; } = true;

    /// <summary>
    /// Gets the tiers of reasoning effort; others are refused with <c>invalid_reasoning_effort</c>. Empty: none is supported. Null: the entry
    /// does not say, and any is accepted.
    /// </summary>
    public IReadOnlyList<string>? ReasoningEfforts { get; init; } = [];

    /// <summary>
    /// Gets whether Messages takes <c>thinking</c> with a budget; the entry says so by <c>supports.thinking</c>. Adaptive thinking needs tiers of
    /// effort. Without either, <c>thinking</c> other than <c>disabled</c> is refused.
    /// </summary>
    public bool HasThinkingBudget { get; init; }

    /// <summary>Gets <c>supports.vision</c>.</summary>
    public bool HasVision { get; init; } = true;

    /// <summary>Gets <c>limits.max_context_window_tokens</c>, tokens.</summary>
    public int MaxContextTokens { get; init; } = 128_000;

    /// <summary>Gets <c>limits.max_prompt_tokens</c>, tokens. It is announced, not enforced, as the real ceiling is higher.</summary>
    public int MaxPromptTokens { get; init; } = 128_000;

    /// <summary>Gets <c>limits.max_output_tokens</c>, tokens.</summary>
    public int MaxOutputTokens { get; init; } = 16_384;

    /// <summary>Gets the multiplier of premium requests, <c>billing.multiplier</c>.</summary>
    public double Multiplier { get; init; }

    /// <summary>Gets the model's own prices; null takes those of the options.</summary>
    public CopilotPrices? Prices { get; init; }

    private IReadOnlyList<(string Path, string? Json)> Changes { get; init; } = [];

    /// <summary>Sets a member of the catalog entry to any JSON, for entries that a strict reader stumbles over. It changes no behaviour.</summary>
    /// <param name="path">The member's names, joined by dots, such as <c>capabilities.limits.max_output_tokens</c>; objects on the way are made.</param>
    /// <param name="json">The value as JSON.</param>
    /// <returns>The changed model.</returns>
    public CopilotModel WithMember(string path, string json) => this with { Changes = [.. Changes, (path, json)] };

    /// <summary>Leaves a member out of the catalog entry.</summary>
    /// <param name="path">As for <see cref="WithMember"/>.</param>
    /// <returns>The changed model.</returns>
    public CopilotModel WithoutMember(string path) => this with { Changes = [.. Changes, (path, null)] };

    /// <summary>Writes the catalog entry.</summary>
    internal JsonObject ToJson()
    {
        var entry = Entry();
        foreach (var (path, json) in Changes)
        {
            var names = path.Split('.');
            var place = names[..^1].Aggregate(entry, Descend);
            place.Remove(names[^1]);
            if (json is not null)
            {
                place[names[^1]] = JsonNode.Parse(json);
            }
        }

        return entry;
    }

    private static JsonObject Descend(JsonObject place, string name)
    {
        if (place[name] is not JsonObject next)
        {
            place[name] = next = [];
        }

        return next;
    }
}
