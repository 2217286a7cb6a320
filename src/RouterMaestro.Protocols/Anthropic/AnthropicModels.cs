using System.Text.RegularExpressions;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>
/// What Anthropic's own models take, by the names that Anthropic gave them. Any other name is taken for a model of today: adaptive
/// thinking and effort.
/// </summary>
internal static partial class AnthropicModels
{
    /// <summary>Tells models from before adaptive thinking, which also know no effort.</summary>
    public static bool NeedBudget(string model) => Early().IsMatch(model);

    /// <summary>Tells models that think adaptively or not at all.</summary>
    public static bool RefuseBudget(string model) => Late().IsMatch(model);

    /// <summary>Tells models whose ladder of effort has no rung between high and max.</summary>
    public static bool LackExtraHigh(string model) => FirstAdaptive().IsMatch(model);

    [GeneratedRegex("claude-(?:[23]|instant|(?:sonnet|opus|haiku)-4(?:(?=$|[-@:]20[0-9]{2})|[-.][0-5](?![0-9])))", RegexOptions.IgnoreCase)]
    private static partial Regex Early();

    [GeneratedRegex("claude-(?:sonnet|opus)-4[-.]6(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex FirstAdaptive();

    [GeneratedRegex("claude-[a-z]+-(?:4[-.][7-9]|[5-9])(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex Late();
}
