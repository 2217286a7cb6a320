using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Maps efforts to the words of OpenAI's protocols.</summary>
internal static class OpenAIEffort
{
    /// <summary>Reads a word, in any case.</summary>
    /// <returns>The effort; null if the word is unknown.</returns>
    public static Effort? Read(string word) => word.ToUpperInvariant() switch
    {
        "NONE" => Effort.None,
        "MINIMAL" => Effort.Minimal,
        "LOW" => Effort.Low,
        "MEDIUM" => Effort.Medium,
        "HIGH" => Effort.High,
        "XHIGH" => Effort.ExtraHigh,
        "MAX" => Effort.Max,
        _ => null,
    };

    /// <summary>Reads a list of words, and leaves unknown ones out.</summary>
    /// <returns>The efforts, in ascending order.</returns>
    public static EquatableArray<Effort> ReadAll(EquatableArray<string> words) => words.Select(Read).OfType<Effort>().Order().ToEquatableArray();

    /// <summary>Writes an effort. Efforts above high are written as high.</summary>
    public static ReadOnlySpan<byte> Write(Effort effort) => effort switch
    {
        Effort.None => "none"u8,
        Effort.Minimal => "minimal"u8,
        Effort.Low => "low"u8,
        Effort.Medium => "medium"u8,
        _ => "high"u8,
    };

    /// <summary>Writes an effort that a provider says its model accepts.</summary>
    public static ReadOnlySpan<byte> WriteExact(Effort effort) => effort switch
    {
        Effort.ExtraHigh => "xhigh"u8,
        Effort.Max => "max"u8,
        _ => Write(effort),
    };

    /// <summary>Returns the effort of the settings, or of their token budget; null if no effort should be written.</summary>
    public static Effort? Of(ReasoningSettings reasoning) => reasoning switch
    {
        { Mode: ReasoningMode.Disabled, Effort: not Effort.None } => null,
        { Effort: { } effort } => effort,
        { Mode: ReasoningMode.Enabled or ReasoningMode.Adaptive, BudgetTokens: { } budget } => OfBudget(budget),
        _ => null,
    };

    /// <summary>Returns the effort of the settings for a target whose efforts are known, where a budget always becomes one; null if no effort should be written.</summary>
    public static Effort? Of(ReasoningSettings reasoning, RequestTarget target) =>
        Of(reasoning) ?? (target.Efforts is not null && reasoning is { Mode: ReasoningMode.Enabled or ReasoningMode.Adaptive, BudgetTokens: not null } ? target.SmallBudgetEffort : null);

    private static Effort? OfBudget(int budget) => budget switch
    {
        >= 32768 => Effort.Max,
        >= 16384 => Effort.ExtraHigh,
        >= 8192 => Effort.High,
        >= 4096 => Effort.Medium,
        >= 1024 => Effort.Low,
        _ => null,
    };
}
