using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Fitting;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>Writes a Messages request.</summary>
internal static class AnthropicRequestWriter
{
    private const int DefaultMaxTokens = 4096;

    // reasoning tokens count against the limit too
    private const int DefaultMaxTokensWithReasoning = 16384;

    public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses)
    {
        request = MediaFit.For(request, target.Facts, losses, AnthropicMediaData.TypeOf);
        var conversation = AnthropicConversation.Of(request.Messages, target, losses);
        var maxTokens = MaxTokensOf(request, target, losses);
        var thinking = AnthropicReasoningPlan.Make(request, conversation, target, maxTokens, losses);
        var budget = new AnthropicStrictBudget(target.Facts.JsonSchema != Acceptance.Refused);
        var format = AnthropicFormat.Of(request.OutputFormat, budget, losses);
        var isForced = format?.FitsTool() == true && ForcedJsonTool.Fits(request, conversation, thinking);
        if (format is { Closed: null } && !isForced)
        {
            conversation.Instruct(format.Instruction);
            losses.Add("response_format");
        }

        json.WriteStartObject();
        json.WritePropertyName("model"u8);
        json.WriteRawValue(target.QuotedModelId.Span, skipInputValidation: true);
        json.WriteNumber("max_tokens"u8, maxTokens);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        new AnthropicMessageWriter(json, losses).Write(conversation);
        AnthropicToolWriter.Write(json, request, budget, losses);
        if (isForced)
        {
            format!.WriteTool(json, losses);
        }

        AnthropicSamplingWriter.Write(json, SamplingFit.For(request, target, losses), thinking.IsOn, losses);
        thinking.Write(json, request.Extensions);
        WriteOutputConfig(json, request.Extensions, thinking.Effort, format?.Closed);
        WriteUser(json, request.User);
        AnthropicExtensions.WriteOutside(json, request.Extensions, losses);
        json.WriteEndObject();
    }

    private static int MaxTokensOf(ChatRequest request, RequestTarget target, LossSink losses)
    {
        var most = target.Limits.MaxOutputTokens;
        if (request.Sampling.MaxTokens is not { } asked)
        {
            var thinks = target.Resolve(request.Reasoning) is { Mode: ReasoningMode.Enabled or ReasoningMode.Adaptive } or { Effort: > Effort.None };
            return most ?? (thinks ? DefaultMaxTokensWithReasoning : DefaultMaxTokens);
        }

        if (asked > most)
        {
            losses.Add("max_tokens");
        }

        return Math.Min(asked, most ?? asked);
    }

    private static void WriteOutputConfig(Utf8JsonWriter json, Extensions own, Effort? effort, RawJson? schema)
    {
        var extensions = AnthropicExtensions.Within(own, AnthropicNames.OutputConfig);
        if (effort is null && schema is null && extensions.Count == 0)
        {
            return;
        }

        json.WriteStartObject("output_config"u8);
        if (effort is { } given)
        {
            json.WriteString("effort"u8, AnthropicEffort.Write(given));
        }

        if (schema is not null)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteRaw("schema"u8, schema);
            json.WriteEndObject();
        }

        AnthropicExtensions.Write(json, extensions, AnthropicNames.OutputConfig);
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, string? user)
    {
        if (user is not null)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("user_id"u8, user);
            json.WriteEndObject();
        }
    }
}

/// <summary>Writes the sampling settings within the limits of the provider.</summary>
internal static class AnthropicSamplingWriter
{
    private const double MinTopPWithReasoning = 0.95;

    public static void Write(Utf8JsonWriter json, Sampling sampling, bool thinks, LossSink losses)
    {
        var temperature = TemperatureOf(sampling, thinks, losses);
        WriteNumber(json, "temperature"u8, temperature);
        WriteNumber(json, "top_p"u8, TopPOf(sampling, thinks, temperature is not null, losses));
        WriteTopK(json, sampling.TopK, thinks, losses);
        WriteStops(json, sampling, losses);
        ReportIf(sampling.FrequencyPenalty is not (null or 0), "frequency_penalty", losses);
        ReportIf(sampling.PresencePenalty is not (null or 0), "presence_penalty", losses);
        ReportIf(sampling.Seed is not null, "seed", losses);
    }

    /// <summary>Gets the temperature. The maximum is 1, and with <c>thinking</c> only 1 is accepted.</summary>
    private static double? TemperatureOf(Sampling sampling, bool thinks, LossSink losses)
    {
        if (sampling.Temperature is not { } asked)
        {
            return null;
        }

        ReportIf(asked > 1 || (thinks && asked != 1), "temperature", losses);
        return thinks && asked < 1 ? null : Math.Min(asked, 1);
    }

    /// <summary>Newer Claude models refuse temperature and top_p together; top_p 1 has no effect.</summary>
    private static double? TopPOf(Sampling sampling, bool thinks, bool hasTemperature, LossSink losses)
    {
        if (sampling.TopP is not { } asked || (hasTemperature && asked == 1))
        {
            return null;
        }

        var isRefused = hasTemperature || (thinks && asked < MinTopPWithReasoning);
        ReportIf(isRefused, "top_p", losses);
        return isRefused ? null : asked;
    }

    private static void WriteTopK(Utf8JsonWriter json, int? topK, bool thinks, LossSink losses)
    {
        if (topK is { } count && !thinks)
        {
            json.WriteNumber("top_k"u8, count);
        }

        ReportIf(topK is not null && thinks, "top_k", losses);
    }

    /// <summary>Writes the stop sequences without blank ones, which Anthropic refuses.</summary>
    private static void WriteStops(Utf8JsonWriter json, Sampling sampling, LossSink losses)
    {
        var stops = sampling.StopSequences.Where(s => !string.IsNullOrWhiteSpace(s)).ToList();
        ReportIf(stops.Count < sampling.StopSequences.Count, "stop", losses);
        if (stops.Count == 0)
        {
            return;
        }

        json.WriteStartArray("stop_sequences"u8);
        stops.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } given)
        {
            json.WriteNumber(name, given);
        }
    }

    private static void ReportIf(bool isLost, string field, LossSink losses)
    {
        if (isLost)
        {
            losses.Add(field);
        }
    }
}

/// <summary>Holds the reasoning settings of a request to a provider.</summary>
/// <param name="Mode">The reasoning mode; unspecified if nothing is written.</param>
/// <param name="BudgetTokens">The budget of the enabled mode in tokens; 0 if there is no room for one.</param>
/// <param name="Effort">The effort to write; null for none.</param>
internal sealed record AnthropicReasoning(ReasoningMode Mode, int BudgetTokens = 0, Effort? Effort = null)
{
    public bool IsOn => Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive;

    public void Write(Utf8JsonWriter json, Extensions extensions)
    {
        if (Mode == ReasoningMode.Unspecified)
        {
            return;
        }

        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, Mode switch
        {
            ReasoningMode.Enabled => "enabled"u8,
            ReasoningMode.Adaptive => "adaptive"u8,
            _ => "disabled"u8,
        });
        if (Mode == ReasoningMode.Enabled)
        {
            json.WriteNumber("budget_tokens"u8, BudgetTokens);
        }

        AnthropicExtensions.Write(json, AnthropicExtensions.Within(extensions, AnthropicNames.Thinking), AnthropicNames.Thinking);
        json.WriteEndObject();
    }
}

/// <summary>Resolves the reasoning settings of a caller to settings that the provider accepts.</summary>
internal static class AnthropicReasoningPlan
{
    private const int MinBudget = ReasoningBudgetSettings.MinBudget;
    private const int MaxBudget = ReasoningBudgetSettings.MaxBudget;

    public static AnthropicReasoning Make(
        ChatRequest request, AnthropicConversation conversation, RequestTarget target, int maxTokens, LossSink losses)
    {
        var (asked, facts) = (request.Reasoning, target.Facts);
        var settled = Fit(target.Resolve(asked), asked.BudgetTokens is not null, facts, losses);
        var wish = WishOf(settled, maxTokens, needsBudget: facts.Thinking == ThinkingForms.Budget);
        if (!wish.IsOn || CanThink(wish, request, conversation))
        {
            return wish;
        }

        // the gateway added it, so the caller loses nothing
        if (asked != ReasoningSettings.Unspecified)
        {
            losses.Add("thinking");
        }

        return wish with { Mode = ReasoningMode.Unspecified };
    }

    private static AnthropicReasoning WishOf(ReasoningSettings reasoning, int maxTokens, bool needsBudget) => reasoning switch
    {
        { Mode: ReasoningMode.Disabled } or { Effort: Effort.None } => new(ReasoningMode.Disabled),
        { Mode: ReasoningMode.Unspecified, Effort: null } => new(ReasoningMode.Unspecified),
        { BudgetTokens: null, Effort: Effort.Minimal } when needsBudget => new(ReasoningMode.Unspecified),
        _ when needsBudget => new(ReasoningMode.Enabled, ReasoningDefaults.Fit(BudgetOf(reasoning), maxTokens)),
        { Mode: ReasoningMode.Enabled, BudgetTokens: { } budget } => new(ReasoningMode.Enabled, ReasoningDefaults.Fit(budget, maxTokens), reasoning.Effort),
        _ => new(ReasoningMode.Adaptive, Effort: reasoning.Effort),
    };

    /// <summary>
    /// Resolves the effort and the budget. Models differ in the efforts that they support, of which the highest that is not above the
    /// requested one is used, and in their support of budgets.
    /// </summary>
    private static ReasoningSettings Fit(ReasoningSettings reasoning, bool isCallersBudget, ModelFacts facts, LossSink losses)
    {
        if (reasoning.Effort == Effort.ExtraHigh && facts is { Thinking: not null, Efforts: { } efforts } && !efforts.Contains("xhigh"))
        {
            losses.Add("effort");
            reasoning = reasoning with { Effort = Effort.High };
        }

        if (reasoning is { Mode: ReasoningMode.Enabled, BudgetTokens: { } budget } && facts.Thinking == ThinkingForms.Adaptive)
        {
            if (isCallersBudget)
            {
                losses.Add("thinking.budget_tokens");
            }

            reasoning = new(ReasoningMode.Adaptive, null, reasoning.Effort ?? EffortOf(budget));
        }

        return reasoning;
    }

    private static int BudgetOf(ReasoningSettings reasoning) => reasoning.BudgetTokens ?? reasoning.Effort switch
    {
        null => ReasoningDefaults.Default.Budget,
        Effort.Medium => 4096,
        Effort.High => 8192,
        Effort.ExtraHigh => 16384,
        Effort.Max => MaxBudget,
        _ => MinBudget,
    };

    private static Effort EffortOf(int budget) => budget switch
    {
        >= MaxBudget => Effort.Max,
        >= 16384 => Effort.ExtraHigh,
        >= 8192 => Effort.High,
        >= 4096 => Effort.Medium,
        _ => Effort.Low,
    };

    /// <summary>
    /// Returns false if Anthropic returns 400 for <c>thinking</c>: with a forced tool, or if a turn with a budget continues and did
    /// not begin with a <c>thinking</c> block.
    /// </summary>
    private static bool CanThink(AnthropicReasoning wish, ChatRequest request, AnthropicConversation conversation) =>
        request.ToolChoice is not (ToolChoice.Required or ToolChoice.Specific)
        && (wish.Mode == ReasoningMode.Adaptive || (wish.BudgetTokens > 0 && !HasLostReasoning(conversation)));

    private static bool HasLostReasoning(AnthropicConversation conversation) =>
        conversation.Turns is [.., var assistant, { Role: Role.User } results]
        && results.Parts[0] is ToolResultPart
        && assistant.Parts[0] is not (ReasoningPart or RedactedReasoningPart);
}
