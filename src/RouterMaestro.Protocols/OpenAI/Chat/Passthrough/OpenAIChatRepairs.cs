using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>
/// Finds the values of a response that OpenAI's official clients cannot read, and the edits that repair them. OpenAI for .NET 2.15.0 throws at an
/// unknown finish reason, at a null one in a whole response, at counts written as <c>1.0</c> and at arguments that are an object;
/// Microsoft.Extensions.AI.OpenAI 10.11.0 and npm openai 7.57 merge the calls of a stream that share an index, or have none.
/// </summary>
/// <param name="isStream">Whether the response is streamed.</param>
/// <param name="merges">Whether the choices are pieces of one response, whose calls its finish reason must tell.</param>
internal sealed class OpenAIChatRepairs(bool isStream, bool merges)
{
    // the details of a usage object are one level below it
    private const int MaxUsageDepth = 2;
    private const double MaxCount = 1e15;

    private readonly List<BodyEdit> _edits = [];
    private readonly List<OpenAIChatRepairedChoice> _choices = [];
    private readonly HashSet<int> _numbers = [];
    private readonly OpenAIChatTaggedText _text = new();
    private RepairKinds _kinds;

    [Flags]
    private enum RepairKinds
    {
        FinishReason = 1,
        Usage = 2,
        Arguments = 4,
        Index = 8,
        Choices = 16,
        CallsInText = 32,
    }

    /// <summary>Gets the edits of the document, or of the last chunk, in the order of their places.</summary>
    public ReadOnlySpan<BodyEdit> Edits => CollectionsMarshal.AsSpan(_edits);

    /// <summary>Gets the names of what has been repaired so far.</summary>
    public EquatableArray<string> Names
    {
        get
        {
            List<string> names = [];
            AddName(names, RepairKinds.Choices, "choices");
            AddName(names, RepairKinds.CallsInText, "tool_calls");
            AddName(names, RepairKinds.FinishReason, "finish_reason");
            AddName(names, RepairKinds.Usage, "usage");
            AddName(names, RepairKinds.Arguments, "tool_calls.arguments");
            AddName(names, RepairKinds.Index, "tool_calls.index");
            return names.ToEquatableArray();
        }
    }

    /// <summary>Gets a value indicating whether a choice has had tool calls.</summary>
    public bool HasCalls => _choices.Exists(c => c.HasCalls);

    /// <summary>Returns true if choices may have tool calls. This is a fast check before <see cref="RepairChoices"/>.</summary>
    /// <param name="choices">The array.</param>
    public static bool MayHaveCalls(ReadOnlySpan<byte> choices) => choices.IndexOf("_call"u8) >= 0;

    /// <summary>Returns true if a usage object may have numbers with a fraction. This is a fast check before <see cref="RepairUsage"/>.</summary>
    /// <param name="data">The document or chunk.</param>
    /// <param name="usage">The place of the object.</param>
    public static bool MayHaveFractions(ReadOnlySpan<byte> data, ByteRange usage) => data.Slice(usage.Start, usage.Length).Contains((byte)'.');

    /// <summary>Finds the repairs of a response that is not streamed.</summary>
    /// <param name="body">The document.</param>
    /// <param name="map">The positions of its members.</param>
    /// <param name="choices">The scan of its choices.</param>
    /// <param name="merges">Whether the choices are pieces of one response.</param>
    /// <returns>The repairs; null if there is nothing to repair.</returns>
    public static OpenAIChatRepairs? OfDocument(ReadOnlySpan<byte> body, in OpenAIChatFrameMap map, in OpenAIChatChoiceScan choices, bool merges)
    {
        var hasFractions = MayHaveFractions(body, map.Usage);
        var isSplit = merges && choices.HasLater;
        var isInText = merges && choices.Finish == FinishReason.ToolCalls && OpenAIChatTaggedText.MayHold(body.Slice(map.Choices.Start, map.Choices.Length));
        if (!isSplit && !hasFractions && !choices.HasNullFinish && !choices.HasOddFinish && !MayHaveCalls(body.Slice(map.Choices.Start, map.Choices.Length)))
        {
            return null;
        }

        var repairs = new OpenAIChatRepairs(isStream: false, merges);
        if (isSplit)
        {
            repairs.MergeChoices(body, map.Choices);
        }
        else
        {
            repairs.RepairChoices(body, map.Choices);
        }

        if (isInText && !repairs.HasCalls)
        {
            repairs._edits.Clear();
            repairs.ExtractCalls(body, map.Choices);
        }

        if (hasFractions)
        {
            repairs.RepairUsage(body, map.Usage);
        }

        return repairs;
    }

    /// <summary>Forgets the edits of the chunk before.</summary>
    public void BeginChunk() => _edits.Clear();

    /// <summary>Repairs counts of a usage object that have a fraction. Other numbers, such as the cost that OpenRouter adds, stay.</summary>
    /// <param name="data">The document or chunk.</param>
    /// <param name="usage">The place of the object.</param>
    public void RepairUsage(ReadOnlySpan<byte> data, ByteRange usage)
    {
        RepairCounts(data, usage, depth: 1);
        BodyEdits.Sort(CollectionsMarshal.AsSpan(_edits));
    }

    /// <summary>Makes one choice of several that are pieces of one response: official clients read the first one alone.</summary>
    /// <param name="data">The document or chunk.</param>
    /// <param name="choices">The place of the array.</param>
    public void MergeChoices(ReadOnlySpan<byte> data, ByteRange choices)
    {
        if (OpenAIChatChoiceMerge.Merge(data.Slice(choices.Start, choices.Length), isStream, ChoiceOf, HasCalls) is { } merged)
        {
            Add(RepairKinds.Choices, choices, merged);
            BodyEdits.Sort(CollectionsMarshal.AsSpan(_edits));
        }
    }

    /// <summary>Returns true if a chunk has text that may be a tool call, or ends such text.</summary>
    /// <param name="choices">The array.</param>
    public bool MayHaveCallsInText(ReadOnlySpan<byte> choices) => _text.IsHolding || OpenAIChatTaggedText.MayHold(choices);

    /// <summary>Makes tool calls of text that holds them, which no client would call.</summary>
    /// <param name="data">The document or chunk.</param>
    /// <param name="choices">The place of the array.</param>
    public void ExtractCalls(ReadOnlySpan<byte> data, ByteRange choices)
    {
        if (OpenAIChatChoiceMerge.Extract(data.Slice(choices.Start, choices.Length), isStream, _text, HasCalls) is { } extracted)
        {
            Add(RepairKinds.CallsInText, choices, extracted);
            BodyEdits.Sort(CollectionsMarshal.AsSpan(_edits));
        }
    }

    /// <summary>Repairs the finish reasons and calls of choices.</summary>
    /// <param name="data">The document or chunk.</param>
    /// <param name="choices">The place of the array.</param>
    public void RepairChoices(ReadOnlySpan<byte> data, ByteRange choices)
    {
        var elements = new ElementScanner(data.Slice(choices.Start, choices.Length));
        while (elements.Read())
        {
            RepairChoice(data, new(choices.Start + elements.Start, elements.Element.Length));
        }

        BodyEdits.Sort(CollectionsMarshal.AsSpan(_edits));
    }

    private static ByteRange PlaceOf(in TopLevelScanner member, ByteRange parent) => member.Value with { Start = parent.Start + member.Value.Start };

    private static ReadOnlySpan<byte> TextOf(JsonValueKind kind, ReadOnlySpan<byte> value) => kind == JsonValueKind.String ? value[1..^1] : default;

    private static bool TryReadNumber(ReadOnlySpan<byte> value, out double number) =>
        Utf8Parser.TryParse(value, out number, out var length) && length == value.Length && Math.Abs(number) < MaxCount;

    private static byte[] Digits(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private void AddName(List<string> names, RepairKinds kind, string name)
    {
        if ((_kinds & kind) != 0)
        {
            names.Add(name);
        }
    }

    private void Add(RepairKinds kind, ByteRange place, byte[] replacement)
    {
        _kinds |= kind;
        _edits.Add(new(place, replacement));
    }

    private void RepairCounts(ReadOnlySpan<byte> data, ByteRange place, int depth)
    {
        var json = data.Slice(place.Start, place.Length);
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (members.Kind == JsonValueKind.Object && depth < MaxUsageDepth)
            {
                RepairCounts(data, PlaceOf(members, place), depth + 1);
            }
            else if (members.Kind == JsonValueKind.Number
                && members.ValueOf(json) is var value && value.Contains((byte)'.')
                && json.Slice(members.Key.Start, members.Key.Length).EndsWith("_tokens"u8)
                && TryReadNumber(value, out var number))
            {
                Add(RepairKinds.Usage, PlaceOf(members, place), Digits((long)number));
            }
        }
    }

    private void RepairChoice(ReadOnlySpan<byte> data, ByteRange place)
    {
        var json = data.Slice(place.Start, place.Length);
        var (index, kind, finish, message, children) = (0, JsonValueKind.Undefined, default(ByteRange), default(ByteRange), 0);
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (members.IsKey(isStream ? "delta"u8 : "message"u8) && members.Kind == JsonValueKind.Object)
            {
                (message, children) = (PlaceOf(members, place), members.Children);
            }
            else if (members.IsKey("finish_reason"u8))
            {
                (finish, kind) = (PlaceOf(members, place), members.Kind);
            }
            else if (members.IsKey("index"u8) && TryReadNumber(members.ValueOf(json), out var number))
            {
                index = (int)Math.Min(number, int.MaxValue);
            }
        }

        var choice = ChoiceOf(index);

        // a message without an object or array inside has no calls
        if (children > 0)
        {
            RepairMessage(data, message, choice);
        }

        RepairFinish(data, finish, kind, choice.HasCalls);
    }

    /// <summary>Returns the state of a choice. The choices of a whole response may lack an index, and have no state to share.</summary>
    private OpenAIChatRepairedChoice ChoiceOf(int index)
    {
        if (!isStream || _choices.Find(c => c.Index == index) is not { } choice)
        {
            _choices.Add(choice = new(index, merges ? _numbers : []));
        }

        return choice;
    }

    private void RepairFinish(ReadOnlySpan<byte> data, ByteRange place, JsonValueKind kind, bool hasCalls)
    {
        var reason = kind == JsonValueKind.String ? data[(place.Start + 1)..(place.End - 1)] : default;
        var hidesCalls = merges && hasCalls && reason.SequenceEqual("stop"u8);
        if (kind == JsonValueKind.Undefined || (kind == JsonValueKind.Null && isStream) || (OpenAIChatFinishReasons.IsStandard(reason) && !hidesCalls))
        {
            return;
        }

        // an empty text before the end of a stream is no end: Snowflake Cortex sends one in whole responses (recording test_snowflake_thinking)
        var isNone = kind == JsonValueKind.String && reason.IsEmpty && isStream;
        var finish = OpenAIChatFinishReasons.Resolve(OpenAIChatFinishReasons.Read(reason), hasCalls);
        Add(RepairKinds.FinishReason, place, isNone ? [.. "null"u8] : [(byte)'"', .. OpenAIChatFinishReasons.Write(finish), (byte)'"']);
    }

    private void RepairMessage(ReadOnlySpan<byte> data, ByteRange place, OpenAIChatRepairedChoice choice)
    {
        var json = data.Slice(place.Start, place.Length);
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (members.Kind == JsonValueKind.Array && members.IsKey("tool_calls"u8))
            {
                RepairCalls(data, PlaceOf(members, place), members.Children, choice);
            }
            else if (members.Kind == JsonValueKind.Object && members.IsKey("function_call"u8))
            {
                var delta = default(OpenAIChatCallDelta);
                RepairFunction(data, PlaceOf(members, place), ref delta);
                choice.HasCalls |= !delta.IsEmpty;
            }
        }
    }

    private void RepairCalls(ReadOnlySpan<byte> data, ByteRange place, int count, OpenAIChatRepairedChoice choice)
    {
        var elements = new ElementScanner(data.Slice(place.Start, place.Length));
        for (var position = 0; elements.Read(); position++)
        {
            RepairCall(data, new(place.Start + elements.Start, elements.Element.Length), count > 1 ? position : null, choice);
        }
    }

    /// <summary>Repairs a tool call, or the delta of one.</summary>
    /// <param name="data">The document or chunk.</param>
    /// <param name="place">The place of the object.</param>
    /// <param name="position">The position among the calls of the chunk; null for a single one.</param>
    /// <param name="choice">The choice.</param>
    private void RepairCall(ReadOnlySpan<byte> data, ByteRange place, int? position, OpenAIChatRepairedChoice choice)
    {
        var json = data.Slice(place.Start, place.Length);
        var delta = default(OpenAIChatCallDelta);
        var (index, first) = (default(ByteRange), 0);
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            first = place.Start + members.FirstMember;
            if (members.IsKey("index"u8))
            {
                index = PlaceOf(members, place);
                delta.Index = TryReadNumber(members.ValueOf(json), out var number) && number >= 0 ? (int)Math.Min(number, int.MaxValue) : null;
            }
            else if (members.IsKey("id"u8))
            {
                delta.Id = TextOf(members.Kind, members.ValueOf(json));
            }
            else if (members.Kind == JsonValueKind.Object && (members.IsKey("function"u8) || members.IsKey("custom"u8)))
            {
                RepairFunction(data, PlaceOf(members, place), ref delta);
            }
        }

        if (delta.IsEmpty)
        {
            return;
        }

        choice.HasCalls = true;
        if (isStream)
        {
            RepairIndex(data, index, first, choice.NumberOf(delta, position));
        }
    }

    private void RepairIndex(ReadOnlySpan<byte> data, ByteRange index, int first, int number)
    {
        var digits = Digits(number);
        if (index.IsEmpty)
        {
            Add(RepairKinds.Index, new(first, 0), [.. "\"index\":"u8, .. digits, (byte)',']);
        }
        else if (!data.Slice(index.Start, index.Length).SequenceEqual(digits))
        {
            Add(RepairKinds.Index, index, digits);
        }
    }

    private void RepairFunction(ReadOnlySpan<byte> data, ByteRange place, ref OpenAIChatCallDelta delta)
    {
        var json = data.Slice(place.Start, place.Length);
        var members = new TopLevelScanner(json);
        while (members.Read())
        {
            if (members.IsKey("name"u8))
            {
                var name = TextOf(members.Kind, members.ValueOf(json));
                delta.Name = name.IsEmpty ? delta.Name : name;
            }
            else if (members.Kind == JsonValueKind.String && (members.IsKey("arguments"u8) || members.IsKey("input"u8)))
            {
                var arguments = TextOf(members.Kind, members.ValueOf(json));
                delta.Arguments = arguments.IsEmpty ? delta.Arguments : arguments;
            }
            else if (members.Kind == JsonValueKind.Object && members.IsKey("arguments"u8))
            {
                // llama.cpp's llama-server of March 2026 sends an object (ggml-org/llama.cpp#20198)
                var quoted = JsonText.FromString(Encoding.UTF8.GetString(members.ValueOf(json))).Quoted.ToArray();
                Add(RepairKinds.Arguments, PlaceOf(members, place), quoted);
                delta.Arguments = quoted.AsSpan()[1..^1];
            }
        }
    }
}
