using System.Globalization;
using System.Runtime.InteropServices;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Routing.Pools;

/// <summary>The features and the length that a request needs a model to support.</summary>
/// <param name="Features">The features that the model must have.</param>
/// <param name="Bytes">The length of the text, in bytes of the body; 0 when it says nothing about the number of tokens.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestNeeds(ModelFeatures Features, int Bytes)
{
    /// <summary>
    /// The default estimate of the bytes of the body per token. English prose in JSON has about 4, so a request that is skipped by this
    /// measure has about twice the tokens that fit.
    /// </summary>
    public const int DefaultBytesPerToken = 8;

    /// <summary>The maximum number of bytes per token of real text: letters outside ASCII that a client writes as <c>\u0430</c>, some four to a token.</summary>
    public const int MaxBytesPerToken = 24;

    private static readonly (ModelFeatures Feature, string Name, string Lack)[] _words =
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

        // the texts of one call are embedded one by one, so their sum needs no window
        CallOperation.Embeddings => new(ModelFeatures.Embeddings, 0),
        _ => new(
            ModelFeatures.Chat
                | (facts.HasTools ? ModelFeatures.Tools : 0)
                | (facts.HasImages ? ModelFeatures.Images : 0)
                | (facts.WantsReasoning ? ModelFeatures.Reasoning : 0)
                | (facts.WantsSchema ? ModelFeatures.Schema : 0),
            facts.HasImages || facts.HasFiles ? 0 : facts.Size),
    };

    /// <summary>Returns whether a model can serve the request, as far as known.</summary>
    public bool AreMetBy(ModelCard? card, int bytesPerToken = DefaultBytesPerToken) =>
        card is null || ((Features & FeaturesThat(card, Support.Unsupported)) == 0 && Fits(WindowOf(card), bytesPerToken));

    /// <summary>Returns whether the request fits into a context window; it fits into an unknown one.</summary>
    public bool Fits(int? window, int bytesPerToken) => window is not { } tokens || Bytes / bytesPerToken <= tokens;

    /// <summary>Returns the reason if a model cannot serve the request; otherwise null.</summary>
    public SkippedCandidate? SkipOf(ModelAvailability availability, int bytesPerToken)
    {
        var lacking = Features & availability.Lacking;
        return lacking != 0 ? new(availability.Model, SkipReason.Capability, $"it {Join(lacking, w => w.Lack)}")
            : Fits(availability.Window, bytesPerToken) ? null
            : new(availability.Model, SkipReason.ContextWindow, string.Create(
                CultureInfo.InvariantCulture, $"the request has about {Bytes / DefaultBytesPerToken} tokens or more, its context window {availability.Window}"));
    }

    /// <summary>Returns the features of a model with the given support.</summary>
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

    /// <summary>Returns the maximum number of tokens that a model accepts; null when unknown.</summary>
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

    private static string Join(ModelFeatures features, Func<(ModelFeatures Feature, string Name, string Lack), string> word) =>
        string.Join(" and ", _words.Where(w => (features & w.Feature) != 0).Select(word));
}
