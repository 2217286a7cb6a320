using FluentValidation;
using MediatR;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.UsageReports;

/// <summary>Reads what a status line shows: the model that responded last, the sums of today, and what is left of an account.</summary>
/// <param name="Session">The client's own id of its session; null for all sessions.</param>
/// <param name="Zone">The time zone in which today is meant.</param>
internal sealed record GetStatusline(string? Session, TimeZoneInfo Zone) : IRequest<Statusline>, IRouterMaestroRequest;

/// <summary>What a status line shows.</summary>
/// <param name="Last">The newest request of the session to which a model responded; null if there is none.</param>
/// <param name="Today">The sums of today, over all sessions.</param>
internal sealed record Statusline(UsageRecord? Last, UsageTotals Today)
{
    /// <summary>Gets the limit of which the smallest share is left, of the account that responded last if that has limits; null if none is known.</summary>
    public StatuslineLimit? Limit { get; init; }
}

/// <summary>A limit of an account that people log in to.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Limit">The limit, as the last response told it.</param>
internal sealed record StatuslineLimit(string Provider, AccountLimit Limit);

internal sealed class GetStatuslineValidator : AbstractValidator<GetStatusline>
{
    // Claude Code's are UUIDs, Codex's too
    private const int MaxSession = 256;

    public GetStatuslineValidator() => RuleFor(r => r.Session).Must(session => session is null or { Length: > 0 and <= MaxSession })
        .OverridePropertyName("session").WithMessage($"'session' must have 1 to {MaxSession} characters");
}

internal sealed class GetStatuslineHandler(RecordedUsage usage, TimeProvider clock, ILoginManager? logins = null) : IRequestHandler<GetStatusline, Statusline>
{
    public async Task<Statusline> Handle(GetStatusline request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = new UsageQuery(new(UsagePeriod.StartOf(now, days: 1, request.Zone), now.AddTicks(1)), UsageDimension.None, request.Zone);
        var last = await usage.ReadAsync(store => store.FindLastAsync(request.Session, cancellationToken)).ConfigureAwait(false);
        var report = await usage.ReadAsync(store => store.QueryAsync(today, cancellationToken)).ConfigureAwait(false);
        return new(last, report.Totals) { Limit = FindLimit(last?.Model?.Provider, now) };
    }

    // what responses told is in memory; to ask the provider would take longer than a status line may
    private StatuslineLimit? FindLimit(string? provider, DateTimeOffset now) => logins?.List()
        .Where(account => account.IsLogin)
        .SelectMany(account => account.Limits.Select(limit => new StatuslineLimit(account.Provider, limit)))
        .Where(found => found.Limit is { IsUnlimited: false, PercentLeft: not null } && !(found.Limit.ResetsAt <= now))
        .OrderByDescending(found => found.Provider == provider)
        .ThenBy(found => found.Limit.PercentLeft)
        .FirstOrDefault();
}
