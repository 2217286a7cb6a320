using System.Globalization;
using System.Text.RegularExpressions;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>
/// Tells the reasoning efforts of a model whose catalog entry names none, or has not arrived yet, by its family (wire facts 12.2). Copilot answers an
/// effort that a model does not offer with 400 <c>invalid_reasoning_effort</c>; tests of CopilotEffortTests.
/// </summary>
internal static partial class CopilotEfforts
{
    // Opus and Sonnet 4.6 are the first Claude models whose effort can be set
    private static readonly Version _firstClaude = new(4, 6);
    private static readonly string[] _withoutEffort = ["gpt-4", "gemini-2.5"];
    private static readonly string[] _openAI = ["o1", "o3", "o4"];

    // minimal is a word of OpenAI's models alone, so that it becomes low
    private static readonly EquatableArray<Effort> _claude = [Effort.Low, Effort.Medium, Effort.High];
    private static readonly EquatableArray<Effort> _unknown = [Effort.Minimal, Effort.Low, Effort.Medium, Effort.High];
    private static readonly EquatableArray<Effort> _reasoning = [Effort.Minimal, Effort.Low, Effort.Medium, Effort.High, Effort.ExtraHigh];

    /// <summary>Returns the efforts of a model, in ascending order; empty if it takes none.</summary>
    /// <param name="model">The model's id.</param>
    public static EquatableArray<Effort> Guess(string model) =>
        ClaudeModels.Has(model) ? (VersionOf(model) < _firstClaude ? [] : _claude)
        : _withoutEffort.Any(family => model.StartsWith(family, StringComparison.OrdinalIgnoreCase)) ? []
        : model.StartsWith("gpt-5", StringComparison.OrdinalIgnoreCase) || _openAI.Any(family => IsOf(family, model)) ? _reasoning
        : _unknown;

    // o1 and o1-mini, but not o100
    private static bool IsOf(string family, string model) =>
        model.StartsWith(family, StringComparison.OrdinalIgnoreCase) && (model.Length == family.Length || model[family.Length] == '-');

    // an id of another form is of a model that is newer than this table
    private static Version VersionOf(string model)
    {
        var match = ClaudeVersion().Match(model);
        return match.Success
            ? new(Number(match.Groups["major"]), Number(match.Groups["minor"]))
            : _firstClaude;
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    // claude-sonnet-4.5, claude-opus-4-5-20251101, claude-opus-41, claude-sonnet-4-20250514, claude-3.7-sonnet
    [GeneratedRegex(@"^claude-(?:[a-z]+-)?(?<major>[0-9])(?:[.-]?(?<minor>[0-9]{1,2}))?(?![0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClaudeVersion();
}
