namespace RouterMaestro.Testing.Simulation;

/// <content>What an answer says about itself.</content>
public sealed partial record SimulatedResponse
{
    internal SimulatedUsage? Usage { get; private init; }

    internal SimulatedStop? Stop { get; private init; }

    internal string? StopWord { get; private init; }

    internal string? StopSequence { get; private init; }

    internal string? Model { get; private init; }

    internal int PieceSize { get; private init; } = 12;

    internal bool AreCallsInterleaved { get; private init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>Sets the usage. Without it the simulator estimates one: four bytes of input or characters of output to a token.</summary>
    /// <param name="input">Input tokens outside of any cache.</param>
    /// <param name="output">Output tokens, reasoning included.</param>
    /// <param name="cacheRead">Input tokens read from a cache.</param>
    /// <param name="cacheWrite">Input tokens written to a cache.</param>
    /// <param name="reasoning">The part of the output that was reasoning.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithUsage(long input, long output, long cacheRead = 0, long cacheWrite = 0, long reasoning = 0) =>
        this with { Usage = new SimulatedUsage(input, output, cacheRead, cacheWrite, reasoning) };

    /// <summary>Sets why the answer ends. Without it: because of tool calls if there are any, else because it is complete.</summary>
    /// <param name="stop">The reason.</param>
    /// <param name="sequence">For <see cref="SimulatedStop.StopSequence"/>, the sequence that was met.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithStop(SimulatedStop stop, string? sequence = null) =>
        this with { Stop = stop, StopWord = null, StopSequence = sequence };

    /// <summary>Sets the stop reason's very word, such as one that no client knows yet; in Responses the answer is then incomplete for that reason.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithStop(string word) => this with { StopWord = word };

    /// <summary>Sets the model that the answer names. Without it: the model that was asked for.</summary>
    /// <param name="model">The name.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithModel(string model) => this with { Model = model };

    /// <summary>Adds a header to the answer; one that the simulator would send itself is replaced.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };

    /// <summary>Sets how many characters a stream brings at a time where no pieces were given.</summary>
    /// <param name="characters">The number, at least 1; surrogate pairs and combined characters stay whole.</param>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse InPiecesOf(int characters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(characters, 1);
        return this with { PieceSize = characters };
    }

    /// <summary>Lets a Chat or Responses stream bring the pieces of parallel calls' arguments in turn; Messages never does so.</summary>
    /// <returns>The changed answer.</returns>
    public SimulatedResponse Interleaved() => this with { AreCallsInterleaved = true };

    /// <summary>Returns the usage that was set, or an estimate.</summary>
    internal SimulatedUsage UsageFor(ReceivedRequest request) =>
        Usage ?? new SimulatedUsage(Math.Max(1, request.Body.Length / 4), Math.Max(1, OutputLength(request) / 4));

    private int OutputLength(ReceivedRequest request) => Parts.Sum(part => part switch
    {
        ResponsePart.Text text => text.Make(request).Length,
        ResponsePart.Reasoning reasoning => reasoning.Content.Length,
        ResponsePart.ToolCall call => call.Call.Name.Length + call.Call.Arguments.Length,
        ResponsePart.Refusal refusal => refusal.Reason.Length,
        _ => 0,
    });
}

/// <summary>Why a simulated answer ends; each protocol has its own word for it.</summary>
public enum SimulatedStop
{
    /// <summary>The model was done: <c>stop</c> in Chat, <c>end_turn</c> in Messages, <c>completed</c> in Responses.</summary>
    Complete,

    /// <summary>The token limit was met: <c>length</c>, <c>max_tokens</c>, <c>max_output_tokens</c>.</summary>
    Length,

    /// <summary>Tools are to be called: <c>tool_calls</c>, <c>tool_use</c>, <c>completed</c>.</summary>
    ToolCalls,

    /// <summary>A stop sequence was met: <c>stop</c>, <c>stop_sequence</c>; Responses has none: <c>completed</c>.</summary>
    StopSequence,

    /// <summary>The provider withheld the rest: <c>content_filter</c>, <c>refusal</c>, <c>content_filter</c>.</summary>
    ContentFilter,

    /// <summary>A long turn was paused: <c>stop</c>, <c>pause_turn</c>, <c>completed</c>.</summary>
    Pause,
}

/// <summary>The tokens that a simulated answer says it used, in buckets that don't overlap.</summary>
/// <param name="Input">Input tokens that were neither read from nor written to a cache.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="CacheRead">Input tokens read from a cache. OpenAI counts them into all input tokens, Messages does not.</param>
/// <param name="CacheWrite">Input tokens written to a cache; Chat only has them inside <c>prompt_tokens</c>.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that was reasoning.</param>
public sealed record SimulatedUsage(long Input, long Output, long CacheRead = 0, long CacheWrite = 0, long Reasoning = 0);
