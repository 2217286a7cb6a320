using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>
/// Arranges a conversation for servers that take one system message, the first. Instructions that come later, as Claude Code and Codex send them between turns,
/// become words of the user in their place; messages of one role in a row become one.
/// </summary>
internal static class OpenAIChatTurns
{
    /// <summary>Arranges a conversation.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="facts">What the server takes.</param>
    /// <param name="losses">Receives what the one system message cannot hold of several.</param>
    /// <returns>The messages; the same ones where there is nothing to do.</returns>
    public static EquatableArray<Message> Arrange(EquatableArray<Message> messages, ServerFacts facts, LossSink losses)
    {
        if (!facts.SystemFirst || IsArranged(messages.AsSpan()))
        {
            return messages;
        }

        List<Message> arranged = new(messages.Count);
        var hasBegun = false;
        foreach (var message in messages)
        {
            hasBegun |= !IsInstruction(message);
            Add(arranged, IsInstruction(message) ? message with { Role = hasBegun ? Role.User : Role.System } : message, losses);
        }

        return arranged.ToEquatableArray();
    }

    private static bool IsArranged(ReadOnlySpan<Message> messages)
    {
        for (var index = 1; index < messages.Length; index++)
        {
            if (IsInstruction(messages[index]) || messages[index].Role == messages[index - 1].Role)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInstruction(Message message) => message.Role is Role.System or Role.Developer;

    private static void Add(List<Message> arranged, Message message, LossSink losses)
    {
        // a name belongs to the words of one participant, but there can be only one system message
        var isPlain = message.Name is null && message.Extensions.IsEmpty;
        if (arranged is [.., var last] && last.Role == message.Role && (message.Role == Role.System || (isPlain && last.Name is null && last.Extensions.IsEmpty)))
        {
            if (!isPlain)
            {
                losses.Add("messages.name");
            }

            arranged[^1] = last with { Parts = [.. last.Parts, .. message.Parts] };
        }
        else
        {
            arranged.Add(message);
        }
    }
}

/// <summary>Fits <c>tool_choice</c> to what a server knows of it.</summary>
internal static class OpenAIChatToolChoices
{
    /// <summary>Fits the tools and their choice.</summary>
    /// <param name="request">The request.</param>
    /// <param name="form">What the server knows.</param>
    /// <param name="losses">Receives the choice if the model may now do what the caller did not want.</param>
    /// <returns>The request; the same one where there is nothing to do.</returns>
    public static ChatRequest Fit(ChatRequest request, ToolChoiceForm form, LossSink losses)
    {
        if (form == ToolChoiceForm.Named || request.ToolChoice is null)
        {
            return request;
        }

        if (request.ToolChoice is ToolChoice.None && form != ToolChoiceForm.Required)
        {
            return request with { Tools = [], ToolChoice = null };
        }

        if (form == ToolChoiceForm.Required)
        {
            // the only tool that is left cannot be another one
            return request.ToolChoice is ToolChoice.Specific named && request.Tools.Any(tool => IsNamed(tool, named.Name))
                ? request with { Tools = request.Tools.Where(tool => IsNamed(tool, named.Name)).ToEquatableArray(), ToolChoice = new ToolChoice.Required() }
                : request;
        }

        var isLost = request.ToolChoice is ToolChoice.Required or ToolChoice.Specific;
        if (isLost)
        {
            losses.Add("tool_choice");
        }

        return request with { ToolChoice = form == ToolChoiceForm.None ? null : isLost ? new ToolChoice.Auto() : request.ToolChoice };
    }

    private static bool IsNamed(Tool tool, string name) => tool is Tool.Function function && function.Name == name;
}
