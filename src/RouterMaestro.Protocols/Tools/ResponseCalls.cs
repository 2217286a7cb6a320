using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Tools;

/// <summary>
/// What the request says about the calls of its response: the caller's names of the tools, which tools there are, and which ids are taken. It makes the calls
/// of a response fit that, whole or, by <see cref="CallEvents"/>, streamed.
/// </summary>
/// <param name="losses">Receives the calls that are left out.</param>
/// <param name="seed">Makes the hexadecimal digits of the ids for calls that have none, asked for once.</param>
internal sealed class ResponseCalls(LossSink losses, Func<string> seed)
{
    private const int SeedDigits = 16;

    private HashSet<string>? _ids;
    private HashSet<string>? _tools;
    private string? _digits;
    private int _made;

    /// <summary>Gets the request, with the names that the provider got; null if it is not known.</summary>
    public ChatRequest? Request { get; init; }

    /// <summary>Gets the map back to the caller's tool names; null if they are unchanged.</summary>
    public ToolNames? Names { get; init; }

    /// <summary>Gets the description of the caller's protocol; null if there is none.</summary>
    public ProtocolDescription? Caller { get; init; }

    /// <summary>Gets what remembers the signatures of calls; null if nobody does.</summary>
    public ICallSignatures? Signatures { get; init; }

    /// <summary>Fits a whole response.</summary>
    public ChatResponse Apply(ChatResponse response)
    {
        if (!response.Parts.Any(static p => p is ToolCallPart))
        {
            return response;
        }

        List<ContentPart> parts = new(response.Parts.Count);
        // beside a call that the caller can make, others are what the provider ran itself
        var answered = response.Parts.Any(p => p is ToolCallPart call && IsDeclared(call.Name)) ? response.Parts.Count : LastAnswer(response.Parts);
        string? signature = null;
        for (var at = 0; at < response.Parts.Count; at++)
        {
            if (response.Parts[at] is not ToolCallPart call)
            {
                parts.Add(response.Parts[at]);
                signature = CallSignature.Read(response.Parts[at]) ?? signature;
            }
            else if (at < answered && !IsDeclared(call.Name))
            {
                Drop();
            }
            else
            {
                var unique = call with { Id = UniqueIdOf(call.Id) };
                parts.Add(unique);
                Remember(unique, signature);
                signature = null;
            }
        }

        var fitted = response with { Parts = parts.ToEquatableArray() };
        var finish = FinishOf(response.Finish, parts.Exists(static p => p is ToolCallPart), parts.Exists(static p => p is ToolCallPart call && IsCut(call)));
        return (Names?.Restore(fitted) ?? fitted) with { Finish = finish };
    }

    /// <summary>
    /// Returns the id of a call that no other call of the conversation has: its own, or a new one if it has none or an earlier call has it. Messages wants
    /// unique ids, and its clients pair calls and results by them alone (NVIDIA-NeMo/Switchyard#502, BerriAI/litellm#23510).
    /// </summary>
    public string UniqueIdOf(string id)
    {
        _ids ??= [.. CallsOfHistory().Select(call => Fit(call.Id))];
        if (id.Length > 0 && _ids.Add(Fit(id)))
        {
            return id;
        }

        string made;
        do
        {
            _digits ??= seed() is { Length: > SeedDigits } digits ? digits[..SeedDigits] : seed();
            made = string.Create(CultureInfo.InvariantCulture, $"call_{_digits}{_made++:x2}");
        }
        while (!_ids.Add(made));

        return made;
    }

    /// <summary>
    /// Returns true if the caller has a tool. xAI shows what its own tools did as calls of tools that no caller declared, before the final message or calls
    /// (custom_tool_call x_keyword_search of x_search).
    /// </summary>
    /// <param name="name">The name as the provider knows it.</param>
    public bool IsDeclared(string name)
    {
        if (Request is null)
        {
            return true;
        }

        _tools ??= [.. Request.Tools.Select(static tool => tool is Tool.Function function ? function.Name : ((Tool.BuiltIn)tool).Name ?? ""), .. CallsOfHistory().Select(static call => call.Name)];
        return _tools.Contains(name);
    }

    /// <summary>Remembers the signature of a call, under the id that its caller knows.</summary>
    /// <param name="call">The call, with its unique id.</param>
    /// <param name="members">The signature; null if it has none.</param>
    public void Remember(ToolCallPart call, string? members)
    {
        if (members is not null)
        {
            Signatures?.Remember(call, members);
        }
    }

    /// <summary>Reports a call that is left out, because the provider ran its tool itself.</summary>
    public void Drop() => losses.Add("tool_calls");

    /// <summary>
    /// Returns the finish reason that fits the calls. Arguments that break off mean that the answer does: a call of which only the beginning arrived must
    /// not be made.
    /// </summary>
    /// <param name="finish">The provider's finish reason.</param>
    /// <param name="hasCalls">Whether there are calls.</param>
    /// <param name="isCut">Whether the arguments of one break off.</param>
    public static FinishReason FinishOf(FinishReason finish, bool hasCalls, bool isCut) => finish switch
    {
        FinishReason.Stop or FinishReason.ToolCalls when isCut => FinishReason.Length,
        FinishReason.ToolCalls when !hasCalls => FinishReason.Stop,
        _ => finish,
    };

    /// <summary>Returns true if arguments are no JSON value, so that they break off or are none at all.</summary>
    public static bool IsCut(ToolCallPart call)
    {
        if (call.BrokenArguments is not { } broken)
        {
            return false;
        }

        try
        {
            RawJson.Parse(broken);
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static int LastAnswer(EquatableArray<ContentPart> parts)
    {
        for (var at = parts.Count - 1; at >= 0; at--)
        {
            if (parts[at] is TextPart { Text.IsEmpty: false } or RefusalPart)
            {
                return at;
            }
        }

        return -1;
    }

    private IEnumerable<ToolCallPart> CallsOfHistory() => Request is null ? [] : Request.Messages.SelectMany(static m => m.Parts).OfType<ToolCallPart>();

    private string Fit(string id) => Caller?.FitCallId(id) ?? id;
}
