using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>A turn that goes on with the results of tools.</summary>
internal static class ToolLoop
{
    /// <summary>
    /// Tells whether calls of the present turn have lost the reasoning that led to them. Servers that think between calls answer 400
    /// to that, and take it without thinking; OpenAI's models, which never showed any, want none back.
    /// </summary>
    public static bool HasLostReasoning(ChatRequest request, RequestTarget target)
    {
        if (OpenAIModels.Reasons(target.Model.Id) || request.Messages is not [.., { Role: Role.User } last] || !HoldsResults(last))
        {
            return false;
        }

        for (var at = request.Messages.Count - 1; at >= 0 && (request.Messages[at].Role != Role.User || HoldsResults(request.Messages[at])); at--)
        {
            var parts = request.Messages[at].Parts;
            if (parts.Any(p => p is ToolCallPart) && !parts.Any(p => p is ReasoningPart reasoning && OpenAIChatShape.For(reasoning.Signature, target) is not null))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsResults(Message message) => message.Parts.Any(p => p is ToolResultPart);
}
