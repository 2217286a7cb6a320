using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Learning;
using RouterMaestro.Infrastructure.Providers.Resilience;
using RouterMaestro.Infrastructure.Providers.Servers;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Providers;

/// <content>What becomes of a request that the provider refuses in the form that it has.</content>
internal sealed partial class HttpProvider
{
    /// <summary>Sends a refused request once more in another form, if the provider's error says in which one it would do.</summary>
    private async Task<Attempt> MendAsync(CandidateCall call, UpstreamRoute route, RequestTranslation? translation, UpstreamRetry refused, HttpResponseMessage response)
    {
        UpstreamFailure reason;
        using (response)
        {
            reason = await ReadFailureAsync(response, route, call.Call.Description, refused.Deadline).ConfigureAwait(false);
            reason = reason with { Duration = refused.Elapsed };
        }

        if (OtherEndpoint.Find(reason, route.Protocol, Card.Protocols) is { } served)
        {
            _learned.Add(call.Candidate.Model, served);
            return Conclude(translation, new Attempt.Failed(reason) { ServedIn = served.Protocol }, refused, refused.Earlier);
        }

        var sent = refused.Request.Content is { } content && (_parts.Repair is not null || translation is not null)
            ? await content.ReadAsByteArrayAsync(refused.Deadline.Token).ConfigureAwait(false)
            : [];
        if (_parts.Repair?.Repair(reason, route.Protocol, sent) is { } repaired)
        {
            refused.Request.Content!.Dispose();
            refused.Request.Content = new ByteArrayContent(repaired.Body) { Headers = { ContentType = new("application/json") } };
            refused.Request.RequestUri = refused.Address;
            return await SendAgainAsync(call, route, translation, refused, refused.Request, reason, [repaired.Lost]).ConfigureAwait(false);
        }

        // one call asks a candidate at most twice
        if (translation is null || sent.Length == 0 || !refused.Earlier.IsEmpty || LessonOf(call, route, reason, sent) is not { } lesson)
        {
            return Conclude(translation, new Attempt.Failed(reason), refused, refused.Earlier);
        }

        using var request = _requests.Make(call, route, out translation, lesson);
        var attempt = await SendAgainAsync(call, route, translation, refused, request, reason, []).ConfigureAwait(false);
        if (attempt is Attempt.Committed && lesson.IsLasting)
        {
            _learned.Add(call.Candidate.Model, lesson);
        }

        return attempt;
    }

    // the form of all messages comes first: words such as 'content' would be taken for members of the body
    private Lesson? LessonOf(CandidateCall call, UpstreamRoute route, UpstreamFailure reason, ReadOnlyMemory<byte> sent) =>
        route.Description.VariesByServer && ServerLessons.Find(reason.Message, reason.Param) is { } form && _requests.WouldChange(call, form)
            ? new Lesson.OfServer(form)
            : RefusedForm.Find(reason, call.Facts, call.Call.Facts.WantsSchema) ?? RefusedMember.Find(reason, sent);

    private async Task<Attempt> SendAgainAsync(
        CandidateCall call, UpstreamRoute route, RequestTranslation? translation, UpstreamRetry refused, HttpRequestMessage request, UpstreamFailure reason, EquatableArray<string> lost)
    {
        var again = new UpstreamRetry(request, refused.Deadline, _clock)
        {
            HeadersLimit = refused.HeadersLimit,
            WholeLimit = refused.WholeLimit,
            IsProbe = true,
            Route = route,
            ReadFailure = _readEarlier,
        };
        call.Call.Retried = [.. refused.Earlier, reason];
        var (response, failure) = await _sender.SendAsync(again, route.Description).ConfigureAwait(false);
        ReadExtras(route, response);
        var attempt = response is null ? new Attempt.Failed(failure!) : await OpenAsync(call, route, translation, response, refused.Deadline).ConfigureAwait(false);
        if (attempt is Attempt.Committed committed)
        {
            foreach (var field in lost)
            {
                committed.Response.Losses.Add(field);
            }
        }

        return Conclude(translation, attempt, again, [.. refused.Earlier, reason, .. again.Earlier]);
    }
}
