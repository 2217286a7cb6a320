namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>What is known of one streamed tool call, by which its further deltas are found.</summary>
internal interface IOpenAIChatCall
{
    /// <summary>Gets the index of the provider, or without one the position among the calls.</summary>
    int Key { get; }

    /// <summary>Gets the choice in which the call came; 0 if the choices are not merged.</summary>
    int Choice { get; }

    /// <summary>Gets the id; empty if it is not known yet.</summary>
    ReadOnlySpan<byte> Id { get; }

    /// <summary>Gets a value indicating whether the name is known.</summary>
    bool IsStarted { get; }

    /// <summary>Gets a value indicating whether the arguments are a complete JSON object.</summary>
    bool IsComplete { get; }
}

/// <summary>Finds the call to which a delta belongs. Decoding and the repair of passthrough share it, so that a caller gets the same calls either way.</summary>
internal static class OpenAIChatCallMatching
{
    /// <summary>
    /// Finds the call that a delta continues. NVIDIA Dynamo before ai-dynamo/dynamo#4723 and LiteLLM before
    /// BerriAI/litellm#16194 (Gemini) send index 0 for every parallel call, Mistral sends no index (recording mistral-tool-call): then a
    /// name begins a new call if another id comes with it or the call before it is complete.
    /// </summary>
    /// <param name="calls">The calls so far.</param>
    /// <param name="delta">The delta.</param>
    /// <returns>The place of the call; -1 if the delta begins a new one.</returns>
    public static int Find<TCall>(ReadOnlySpan<TCall> calls, in OpenAIChatCallDelta delta)
        where TCall : IOpenAIChatCall
    {
        if (FindByPosition(calls, delta) is var positioned and >= 0)
        {
            return positioned;
        }

        for (var at = calls.Length - 1; at >= 0; at--)
        {
            if (calls[at].Choice == delta.Choice && Continues(calls[at], delta))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Finds a call by the position in the frame, for deltas that have neither index nor id nor name.</summary>
    private static int FindByPosition<TCall>(ReadOnlySpan<TCall> calls, in OpenAIChatCallDelta delta)
        where TCall : IOpenAIChatCall
    {
        if (delta.Position is null || !delta.Id.IsEmpty || !delta.Name.IsEmpty)
        {
            return -1;
        }

        for (var at = 0; at < calls.Length; at++)
        {
            if (calls[at].Choice == delta.Choice && calls[at].Key == delta.Position && !calls[at].IsComplete)
            {
                return at;
            }
        }

        return -1;
    }

    private static bool Continues<TCall>(TCall call, in OpenAIChatCallDelta delta)
        where TCall : IOpenAIChatCall
    {
        var sameId = !delta.Id.IsEmpty && delta.Id.SequenceEqual(call.Id);
        if (delta.Index is not null)
        {
            var isOther = !delta.Id.IsEmpty && !call.Id.IsEmpty;
            var isNext = call.IsComplete && !delta.Arguments.IsEmpty;
            return delta.Index == call.Key && (sameId || delta.Name.IsEmpty || !(isOther || isNext));
        }

        return sameId || (delta.Id.IsEmpty && (delta.Name.IsEmpty || !call.IsStarted));
    }
}
