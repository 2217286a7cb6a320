using System.Globalization;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore;

/// <summary>Puts into the answer's header fields who answered, and what the provider wants the caller to know.</summary>
internal static class AnswerHeaders
{
    public static void Add(IHeaderDictionary headers, ChatReply reply, LossSink losses)
    {
        headers["x-router-maestro-provider"] = reply.ServedBy.Provider;
        headers["x-router-maestro-model"] = Printable(reply.ServedBy.QualifiedId);
        headers["x-router-maestro-attempts"] = reply.Attempts == 1 ? "1" : reply.Attempts.ToString(CultureInfo.InvariantCulture);
        if (!losses.IsEmpty)
        {
            headers["x-router-maestro-dropped"] = Printable(string.Join(", ", losses.Fields));
        }

        Add(headers, reply.Answer.Headers, reply.Answer.UpstreamRequestId);
    }

    public static void Add(IHeaderDictionary headers, EquatableArray<HeaderField> fields, string? upstreamRequestId)
    {
        foreach (var field in fields)
        {
            headers[field.Name] = field.Value;
        }

        if (upstreamRequestId is not null)
        {
            headers["x-router-maestro-upstream-request-id"] = Printable(upstreamRequestId);
        }
    }

    /// <summary>Header fields hold ASCII: what callers and providers choose may hold more.</summary>
    private static string Printable(string value) =>
        value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? value : string.Concat(value.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
