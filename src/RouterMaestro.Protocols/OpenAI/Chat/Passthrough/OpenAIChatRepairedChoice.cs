using System.Runtime.InteropServices;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>What a stream has said so far about one choice.</summary>
/// <param name="index">The index of the choice.</param>
/// <param name="numbers">The indices of calls that callers got; choices that are merged share them.</param>
internal sealed class OpenAIChatRepairedChoice(int index, HashSet<int> numbers)
{
    private readonly List<OpenAIChatRepairedCall> _calls = [];

    public int Index { get; } = index;

    /// <summary>Gets or sets a value indicating whether the choice has calls.</summary>
    public bool HasCalls { get; set; }

    /// <summary>Returns the index under which the caller gets a delta: the provider's, unless another call has it.</summary>
    /// <param name="delta">The delta.</param>
    /// <param name="position">The position among the calls of the chunk; null for a single one.</param>
    public int NumberOf(OpenAIChatCallDelta delta, int? position)
    {
        if (position is { } place)
        {
            delta.SetPosition(place);
        }

        var at = OpenAIChatCallMatching.Find<OpenAIChatRepairedCall>(CollectionsMarshal.AsSpan(_calls), delta);
        var call = at >= 0 ? _calls[at] : Begin(delta.Index ?? _calls.Count);
        call.Add(delta);
        return call.Number;
    }

    private OpenAIChatRepairedCall Begin(int key)
    {
        var call = new OpenAIChatRepairedCall(key, numbers.Contains(key) ? numbers.Max() + 1 : key);
        numbers.Add(call.Number);
        _calls.Add(call);
        return call;
    }
}

/// <summary>One streamed tool call.</summary>
/// <param name="key">The index of the provider, or without one the position among the calls.</param>
/// <param name="number">The index that the caller gets.</param>
internal sealed class OpenAIChatRepairedCall(int key, int number) : IOpenAIChatCall
{
    private byte[] _id = [];
    private ToolArgumentsTracker _arguments;

    public int Key { get; } = key;

    public int Number { get; } = number;

    public int Choice => 0;

    public ReadOnlySpan<byte> Id => _id;

    public bool IsStarted { get; private set; }

    public bool IsComplete => _arguments.IsComplete;

    public void Add(in OpenAIChatCallDelta delta)
    {
        IsStarted |= !delta.Name.IsEmpty;
        _arguments.Add(delta.Arguments);
        if (_id.Length == 0 && !delta.Id.IsEmpty)
        {
            _id = delta.Id.ToArray();
        }
    }
}
