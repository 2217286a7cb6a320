using System.Globalization;
using System.Runtime.InteropServices;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>What a request needs of a model.</summary>
/// <param name="Features">What the model must be able to do.</param>
/// <param name="Bytes">The length of the text, in bytes of the body; 0 when it says nothing about the number of tokens.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestNeeds(ModelFeatures Features, int Bytes)
{
    /// <summary>
    /// How many bytes of the body a token is reckoned to have. English prose in JSON has about 4, so a request that is refused by this measure
    /// has about twice the tokens that fit.
    /// </summary>
    public const int DefaultBytesPerToken = 8;

    /// <summary>The most bytes that a token of real text has: letters outside ASCII that a client writes as <c>\u0430</c>, some four to a token.</summary>
    public const int MaxBytesPerToken = 24;

    private static readonly (ModelFeatures Feature, string Name, string Fault)[] _words =
    [
        (ModelFeatures.Chat, "conversation", "holds no conversations"),
        (ModelFeatures.Embeddings, "embeddings", "makes no embeddings"),
        (ModelFeatures.Tools, "tools", "cannot call tools"),
        (ModelFeatures.Images, "images", "cannot see images"),
        (ModelFeatures.Reasoning, "reasoning", "cannot reason"),
        (ModelFeatures.Schema, "structured output", "cannot follow a schema"),
    ];

    public static RequestNeeds Of(RequestFacts facts) => facts.Operation switch
    {
        CallOperation.Lookup => default,

        // many texts in one call share no window
        CallOperation.Embeddings => new(ModelFeatures.Embeddings, 0),
        _ => new(
            ModelFeatures.Chat
                | (facts.HasTools ? ModelFeatures.Tools : 0)
                | (facts.HasImages ? ModelFeatures.Images : 0)
                | (facts.WantsReasoning ? ModelFeatures.Reasoning : 0)
                | (facts.WantsSchema ? ModelFeatures.Schema : 0),
            facts.HasImages || facts.HasFiles ? 0 : facts.Size),
    };

    /// <summary>Tells whether a model can serve the request, as far as is known.</summary>
    public bool AreMetBy(ModelCard? card, int bytesPerToken = DefaultBytesPerToken) =>
        card is null || ((Features & FeaturesThat(card, Support.Unsupported)) == 0 && Fits(WindowOf(card), bytesPerToken));

    /// <summary>Tells whether the request fits into a context window; it fits into one that is not known.</summary>
    public bool Fits(int? window, int bytesPerToken) => window is not { } tokens || Bytes / bytesPerToken <= tokens;

    /// <summary>Finds why a model cannot serve the request; null when it can.</summary>
    public SkippedCandidate? SkipOf(ModelAvailability availability, int bytesPerToken)
    {
        var lacking = Features & availability.Lacking;
        return lacking != 0 ? new(availability.Model, SkipReason.Capability, $"it {Join(lacking, w => w.Fault)}")
            : Fits(availability.Window, bytesPerToken) ? null
            : new(availability.Model, SkipReason.ContextWindow, string.Create(
                CultureInfo.InvariantCulture, $"the request has about {Bytes / DefaultBytesPerToken} tokens or more, its context window {availability.Window}"));
    }

    /// <summary>Gets the features of a model of which the same is known.</summary>
    public static ModelFeatures FeaturesThat(ModelCard? card, Support are)
    {
        var known = (card ?? _blank).Capabilities;
        return (known.Tools == are ? ModelFeatures.Tools : 0)
            | (known.Vision == are ? ModelFeatures.Images : 0)
            | (known.Reasoning == are ? ModelFeatures.Reasoning : 0)
            | (known.StructuredOutput == are ? ModelFeatures.Schema : 0)
            | (known.Chat == are ? ModelFeatures.Chat : 0)
            | (known.Embeddings == are ? ModelFeatures.Embeddings : 0);
    }

    /// <summary>Gets the most tokens that a model takes; null when that is not known.</summary>
    public static int? WindowOf(ModelCard? card) => card?.Limits switch
    {
        // what providers call the longest prompt is often less than what they take
        { ContextWindow: { } window, MaxPromptTokens: { } prompt } => Math.Max(window, prompt),
        { } limits => limits.ContextWindow ?? limits.MaxPromptTokens,
        null => null,
    };

    /// <summary>Names features for people.</summary>
    public static string NamesOf(ModelFeatures features) => Join(features, w => w.Name);

    private static readonly ModelCard _blank = new(new ModelRef("", ""), "");

    private static string Join(ModelFeatures features, Func<(ModelFeatures Feature, string Name, string Fault), string> word) =>
        string.Join(" and ", _words.Where(w => (features & w.Feature) != 0).Select(word));
}
