using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Usage;

/// <summary>What a simulated provider does with one request of a call.</summary>
internal enum LedgerAct
{
    ServerError,
    RateLimited,
    QuotaExhausted,
    BrokenBeforeContent,
    InvalidRequest,
    Whole,
    CutInMiddle,
    ErrorInMiddle,
    ErrorBehindUsage,
    CutBehindUsage,
    LeftInMiddle,
    LeftBehindUsage,
    LeftInSilence,
}

/// <summary>
/// The script of one call, and its line in the ledger. The line holds what the script makes the providers send, at the moment at which they send it;
/// nothing in it comes from the gateway.
/// </summary>
internal sealed class LedgerCall(int number, ProtocolCase caller, string model, bool isStream, SimulatedUsage usage)
{
    /// <summary>Copilot's prices, nano-AIU. One hundred of those are a nano-dollar, so that no cost is rounded.</summary>
    public static readonly CopilotPrices Prices = new(Input: 300_000, CacheRead: 30_000, CacheWrite: 375_000, Output: 1_500_000);

    private readonly Lock _gate = new();
    private readonly Queue<LedgerAct> _acts = new();
    private readonly List<string> _history = [];
    private readonly SimulatedResponse _response = SimulatedResponse.Text("one ", "two ", "three ", "four ")
        .WithUsage(usage.Input, usage.Output, usage.CacheRead, usage.CacheWrite, usage.Reasoning);

    public int Number => number;

    public ProtocolCase Caller => caller;

    public bool IsStream => isStream;

    /// <summary>Gets the request's body.</summary>
    public string Body { get; init; } =
        $$"""{"model":"{{model}}","stream":{{(isStream ? "true" : "false")}},"{{caller.Conversation}}":[{"role":"user","content":"call-{{number}}-"}]{{MaxTokens(caller)}}{{caller.Usage(isStream)}}}""";

    /// <summary>Gets the text at which the caller leaves; null if it stays.</summary>
    public string? LeavesAt { get; private set; }

    /// <summary>Gets what ends when a provider has the request and stays silent, at which the caller leaves.</summary>
    public TaskCompletionSource Silence { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets how the call ends. Until a provider responds it is refused.</summary>
    public CallEnd End { get; private set; } = CallEnd.Refused;

    /// <summary>Gets the model of the last request to a provider; null without one.</summary>
    public string? Served { get; private set; }

    public int Attempts { get; private set; }

    public bool IsFallback { get; private set; }

    /// <summary>Gets the tokens that were stated; null if none were.</summary>
    public TokenUsage? Tokens { get; private set; }

    /// <summary>Gets the cost that Copilot stated, nano-AIU; null if it stated none.</summary>
    public long? NanoAiu { get; private set; }

    public void Add(params IEnumerable<LedgerAct> acts)
    {
        foreach (var act in acts)
        {
            _acts.Enqueue(act);
        }
    }

    /// <summary>Returns the answer to the next request of the call, and enters it.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="request">The request.</param>
    public SimulatedStep Next(string provider, ReceivedRequest request)
    {
        lock (_gate)
        {
            var act = Possible(_acts.Dequeue(), request);
            Attempts++;
            Served = $"{provider}/{request.Model}";
            _history.Add($"{Served} {request.Protocol.Name} {act}");
            End = EndOf(act);
            IsFallback = act > LedgerAct.InvalidRequest && act != LedgerAct.LeftInSilence && Served != model;
            return Step(act, provider, request);
        }
    }

    public override string ToString() => $"call {number} of {caller.Name}, stream {isStream}, {usage}: {string.Join(", ", _history)}{(_acts.Count > 0 ? $" and {_acts.Count} acts not played" : "")}";

    /// <summary>Returns the limit that Messages requires; newer models refuse that of Chat.</summary>
    public static string MaxTokens(ProtocolCase caller) => caller == ProtocolCase.Messages ? caller.MaxTokens(100) : "";

    // what comes behind the usage depends on the protocol that the provider is called in
    private LedgerAct Possible(LedgerAct act, ReceivedRequest request) => act switch
    {
        LedgerAct.ErrorBehindUsage or LedgerAct.CutBehindUsage when request.Protocol == WireProtocol.OpenAIResponses => LedgerAct.Whole,
        // translated, Chat is whole with its usage, and nothing behind that is read
        LedgerAct.ErrorBehindUsage when request.Protocol == WireProtocol.OpenAIChat && request.Protocol != caller.Protocol => LedgerAct.CutBehindUsage,
        LedgerAct.LeftBehindUsage when request.Protocol == WireProtocol.OpenAIResponses || request.Protocol != caller.Protocol => LedgerAct.Whole,
        _ => act,
    };

    private static CallEnd EndOf(LedgerAct act) => act switch
    {
        LedgerAct.Whole or LedgerAct.CutBehindUsage or LedgerAct.LeftBehindUsage => CallEnd.Completed,
        LedgerAct.CutInMiddle or LedgerAct.ErrorInMiddle or LedgerAct.ErrorBehindUsage => CallEnd.Failed,
        LedgerAct.LeftInMiddle or LedgerAct.LeftInSilence => CallEnd.Abandoned,
        _ => CallEnd.Refused,
    };

    private SimulatedStep Step(LedgerAct act, string provider, ReceivedRequest request)
    {
        var isCopilot = provider == "github-copilot";
        switch (act)
        {
            case LedgerAct.ServerError:
                return SimulatedFault.Status(500);
            case LedgerAct.RateLimited:
                return isCopilot ? CopilotStep.RateLimited() : SimulatedFault.Status(429);
            case LedgerAct.QuotaExhausted:
                return isCopilot ? CopilotStep.QuotaExceeded() : SimulatedFault.InsufficientQuota();
            case LedgerAct.InvalidRequest:
                return SimulatedFault.Status(400);
            case LedgerAct.BrokenBeforeContent:
                return _response.CutAfter(0);
            case LedgerAct.LeftInSilence:
                Silence.SetResult();
                return SimulatedFault.Silence();
            case LedgerAct.CutInMiddle or LedgerAct.ErrorInMiddle or LedgerAct.LeftInMiddle:
                EnterOpening(request);
                LeavesAt = act == LedgerAct.LeftInMiddle ? "two" : null;
                return act == LedgerAct.CutInMiddle ? _response.CutAfter(2) : act == LedgerAct.ErrorInMiddle ? _response.ErrorAfter(2) : _response.StallAfter(2);
            default:
                return Entered(act, isCopilot, request);
        }
    }

    // Messages states the prompt, and the first token, with the first event of a stream; the others state nothing before the end
    private void EnterOpening(ReceivedRequest request)
    {
        if (request.Protocol == WireProtocol.AnthropicMessages)
        {
            Tokens = new(usage.Input, usage.CacheRead, usage.CacheWrite, 1, 0);
        }
    }

    private SimulatedStep Entered(LedgerAct act, bool isCopilot, ReceivedRequest request)
    {
        Tokens = new(usage.Input, usage.CacheRead, usage.CacheWrite, usage.Output - usage.Reasoning, usage.Reasoning);
        if (isCopilot)
        {
            NanoAiu = (usage.Input * Prices.Input) + (usage.CacheRead * Prices.CacheRead) + (usage.CacheWrite * Prices.CacheWrite) + (usage.Output * Prices.Output);
        }
        else if (request.Protocol == WireProtocol.OpenAIChat)
        {
            // this Chat has no count of what was written to a cache
            Tokens = Tokens with { Input = usage.Input + usage.CacheWrite, CacheWrite = 0 };
        }
        else if (request is { IsStream: false } && request.Protocol == WireProtocol.AnthropicMessages && number % 2 == 0)
        {
            Tokens = Tokens with { CacheWrite = 0, CacheWriteHour = usage.CacheWrite };
            return SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(WrittenForAnHour(request.Model)));
        }

        switch (act)
        {
            case LedgerAct.ErrorBehindUsage:
                return _response.WithoutTerminal().ErrorAfter(int.MaxValue);
            case LedgerAct.CutBehindUsage:
                return _response.WithoutTerminal().CutAtEnd();
            case LedgerAct.LeftBehindUsage:
                LeavesAt = request.Protocol == WireProtocol.AnthropicMessages ? "message_delta" : "\"prompt_tokens\"";
                return _response.WithoutTerminal().StallAtEnd();
            default:
                return _response;
        }
    }

    private string WrittenForAnHour(string? served) => $$$$"""
        {"id":"msg_{{{{number}}}}","type":"message","role":"assistant","model":"{{{{served}}}}","content":[{"type":"text","text":"one two"}],"stop_reason":"end_turn","stop_sequence":null,
        "usage":{"input_tokens":{{{{usage.Input}}}},"cache_read_input_tokens":{{{{usage.CacheRead}}}},"cache_creation_input_tokens":{{{{usage.CacheWrite}}}},
        "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":{{{{usage.CacheWrite}}}}},"output_tokens":{{{{usage.Output}}}},"output_tokens_details":{"thinking_tokens":{{{{usage.Reasoning}}}}}}}
        """;
}
