using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Infrastructure.Providers.Learning;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Servers;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Infrastructure.Providers.Transport;

/// <summary>Creates the HTTP requests to one provider.</summary>
internal sealed class UpstreamRequests(ProviderProfile provider, ProviderParts parts, LearnedFacts learned)
{
    /// <summary>Creates the request of a call, without a credential.</summary>
    /// <param name="call">The call.</param>
    /// <param name="route">The address and codec.</param>
    /// <param name="translation">Receives what the translation changed; null for passthrough.</param>
    /// <param name="lesson">What the provider's last answer taught about the request; null if there was none.</param>
    /// <exception cref="Domain.Failures.RouterException">The request cannot be translated because it is not valid.</exception>
    public HttpRequestMessage Make(CandidateCall call, UpstreamRoute route, out RequestTranslation? translation, Lesson? lesson = null)
    {
        translation = null;
        if (call.Call.StoredResponse is { } stored)
        {
            return About(stored, call, route);
        }

        var changes = RequestCustomization.Of(parts.Customizer, call, route);
        return Send(
            HttpMethod.Post,
            call,
            route,
            call.IsSameProtocol ? route.AddressWith(call.Call.Query) : route.Address,
            call.IsPassthrough
                ? Edited(call, route, changes)
                : Content(Write(call, route, translation = RequestTranslation.Of(call), lesson), edits: default, ownsBody: true, changes, call.Call.Memory),
            changes);
    }

    /// <summary>Creates a token count request. The body is passed through except for the model.</summary>
    public HttpRequestMessage Count(CandidateCall call, UpstreamRoute route)
    {
        var (body, model) = (call.Call.Body!, call.Call.Map.Model);
        BodyEdit[] edits = model.IsEmpty ? [] : [new(model, QuotedNames.Of(call.Candidate.Model).Id)];
        var changes = RequestCustomization.Of(parts.Customizer, call, route, UpstreamRequestKind.TokenCount);
        return Send(HttpMethod.Post, call, route, route.CountAddressWith(call.Call.Query)!, Content(body, edits, ownsBody: false, changes, call.Call.Memory), changes);
    }

    /// <summary>Gets the fields that a request loses when it is translated for a candidate.</summary>
    public EquatableArray<string> LossesOf(CandidateCall call, UpstreamRoute route)
    {
        if (call.IsPassthrough)
        {
            return [];
        }

        var translation = RequestTranslation.Of(call);
        using var body = Write(call, route, translation);
        return translation.Losses.Fields;
    }

    /// <summary>Returns whether a lesson about the server would change requests for the model of a call, so that another try may help.</summary>
    public bool WouldChange(CandidateCall call, ServerLesson lesson) =>
        parts.Server is { Facts: var facts } && After(facts, LessonsOf(call)) is var known && known.After(lesson) != known;

    public HttpRequestMessage ModelList(UpstreamRoute route)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(provider.BaseAddress + route.Description.ModelListPath));
        AddOwnHeaders(request, route.Description, RequestCustomization.OfModelList(parts.Customizer, route));
        return request;
    }

    private HttpRequestMessage About(StoredResponseRequest stored, CandidateCall call, UpstreamRoute route)
    {
        var (method, suffix) = stored.Action switch
        {
            StoredResponseAction.Cancel => (HttpMethod.Post, "/cancel"),
            StoredResponseAction.Delete => (HttpMethod.Delete, ""),
            StoredResponseAction.ListInput => (HttpMethod.Get, "/input_items"),
            _ => (HttpMethod.Get, ""),
        };
        return Send(method, call, route, new Uri($"{route.Address.OriginalString}/{stored.Id}{suffix}{call.Call.Query}"), content: null, RequestCustomization.Of(parts.Customizer, call, route));
    }

    private HttpRequestMessage Send(HttpMethod method, CandidateCall call, UpstreamRoute route, Uri address, BodyContent? content, RequestChanges? changes)
    {
        var request = new HttpRequestMessage(method, address) { Content = content };
        if (call.IsSameProtocol)
        {
            var betas = parts.StripsBetas ? call.Settings.BetaStrip : [];
            call.Call.Headers.Visit((request, route.Description, betas, changes), static (target, name, value) =>
            {
                if (target.Description.ForwardsToProvider(name) && target.changes?.Sets(name) != true && Forwarded(name, value, target.Description, target.betas) is { } forwarded)
                {
                    target.request.Headers.TryAddWithoutValidation(name, forwarded);
                }
            });
        }

        AddOwnHeaders(request, route.Description, changes);
        if (!parts.OmitsHops)
        {
            request.Headers.TryAddWithoutValidation(InboundCall.HopsHeader, (call.Call.Hops + 1).ToString(CultureInfo.InvariantCulture));
        }

        return request;
    }

    private static string? Forwarded(string name, string value, ProtocolDescription protocol, EquatableArray<string> betas) =>
        !betas.IsEmpty && name.Equals(protocol.BetaHeader, StringComparison.OrdinalIgnoreCase) ? BetaFeatures.Strip(value, betas) : value;

    private void AddOwnHeaders(HttpRequestMessage request, ProtocolDescription protocol, RequestChanges? changes)
    {
        // the stream tap cannot read a compressed response
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (protocol.VersionHeader is { } version && changes?.Sets(version.Name) != true && !request.Headers.NonValidated.Contains(version.Name))
        {
            request.Headers.TryAddWithoutValidation(version.Name, version.Value);
        }

        if (changes is not null)
        {
            RequestCustomization.AddHeaders(request, changes, provider.Id);
        }

        foreach (var header in provider.Headers)
        {
            // configured fields override all others
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }
    }

    private BodyContent Edited(CandidateCall call, UpstreamRoute route, RequestChanges? changes)
    {
        var body = call.Call.Body!;
        var edits = new BodyEdit[RequestTarget.MaxEdits];
        var count = route.OperationCodec is { } codec
            ? codec.PlanEdits(call.Call.Map, Target(call, []), edits)
            : route.Codec.PlanEdits(body.Memory.Span, call.Call.Facts, call.Call.Map, Target(call, []), edits);
        return parts.WantsInputList && call.Call.Facts.Operation == CallOperation.Embeddings
            ? Content(body, BodyMembers.WithInputList(body.Memory.Span, edits.AsSpan(0, count)), ownsBody: false, changes, call.Call.Memory)
            : Content(body, edits.AsMemory(0, count), ownsBody: false, changes, call.Call.Memory);
    }

    private static BodyContent Content(BodyBuffer body, ReadOnlyMemory<BodyEdit> edits, bool ownsBody, RequestChanges? changes, MemoryBudget memory) =>
        changes is { Members.Count: > 0 }
            ? BodyMembers.Set(body, edits.Span, ownsBody, changes.Members, memory)
            : new BodyContent(body, edits, ownsBody);

    private BodyBuffer Write(CandidateCall call, UpstreamRoute route, RequestTranslation translation, Lesson? lesson = null)
    {
        var body = BodyBuffer.Rent(Math.Max(4096, call.Call.Facts.Size), call.Call.Memory);
        var lessons = lesson is null ? LessonsOf(call) : LessonsOf(call).Add(lesson);
        try
        {
            using (var json = new Utf8JsonWriter(body, WireJson.WriterOptions))
            {
                var request = parts.Adapter?.Adapt(translation.Request, route.Protocol, call.Candidate.Model, translation.Losses) ?? translation.Request;
                route.Codec.WriteRequest(json, request, Target(call, lessons), translation.Losses);
            }

            body.Complete();
            return lessons.IsEmpty ? body : TaughtBody.Apply(body, lessons, call.Call.Memory, translation.Losses);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private ImmutableArray<Lesson> LessonsOf(CandidateCall call) => learned.IsEmpty ? [] : learned.Of(call.Candidate.Model).Lessons;

    private static ServerFacts After(ServerFacts facts, ImmutableArray<Lesson> lessons) =>
        lessons.IsEmpty ? facts : lessons.OfType<Lesson.OfServer>().Aggregate(facts, static (known, lesson) => known.After(lesson.Form));

    private RequestTarget Target(CandidateCall call, ImmutableArray<Lesson> lessons)
    {
        var model = call.Candidate.Model;
        var stated = call.Candidate.Card?.Capabilities.Efforts;
        var server = parts.Server?.Facts ?? (parts.IsOpenAIItself ? ServerFacts.OpenAI : ServerFacts.Compatible);
        server = After(server, lessons);
        return new RequestTarget(model, QuotedNames.Of(model).Id, call.Candidate.Card?.Limits ?? ModelLimits.Unknown)
        {
            Reasoning = call.Reasoning,
            Facts = lessons is [.., Lesson.Refuses last] ? last.Facts.Or(call.Facts) : call.Facts,
            Efforts = stated is { } words ? OpenAIEffort.ReadAll(words)
                : parts.GuessEfforts is { } guess ? guess(model.Id)
                : call.Facts is { Thinking: null, Efforts: { } known } ? OpenAIEffort.ReadAll(known)
                : null,
            SmallBudgetEffort = stated is null ? Effort.Low : Effort.Minimal,
            Signatures = call.Signatures,
            CallSignatures = call.CallSignatures,
            Server = server,
            AskForUsage = parts.StreamUsage && server.TakesStreamOptions,
            SupportsThinkingParameter = parts.SupportsThinkingParameter,
            IsOpenAIItself = parts.IsOpenAIItself,
            RenamesMaxTokens = parts.RenamesMaxTokens,
        };
    }
}
