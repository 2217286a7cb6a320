using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace RouterMaestro.Application.Chat.Fixtures
{
    /// <summary>The use cases know no web server.</summary>
    internal sealed class DirtyWeb
    {
        public static string Method(HttpContext context) => context.Request.Method;
    }

    /// <summary>The use cases know abstractions of the extensions, not the extensions.</summary>
    internal sealed class DirtyHost
    {
        public static IHost Start() => Host.CreateApplicationBuilder().Build();
    }

    /// <summary>A slice uses no other slice.</summary>
    internal sealed class DirtySlice
    {
        public static Func<Task<object>> Ask(IMediator mediator) => async () => await mediator.Send(new Models.ListModels());
    }

    /// <summary>Only the messaging folder knows which MediatR this is.</summary>
    internal sealed class DirtyBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
        where TRequest : IRequest<TResponse>
    {
        public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) => next();
    }

    /// <summary>Only the messaging folder makes mediators.</summary>
    internal sealed class DirtyMediator
    {
        public static IMediator Create(IServiceProvider services) => new Mediator(services.GetService!);
    }

    /// <summary>Uses what a slice may use, so no rule may name it.</summary>
    internal sealed class CleanSlice
    {
        public static object Say(Calls.InboundCall call, IMediator mediator) => (call, mediator);
    }
}

namespace RouterMaestro.Application.Health.Fixtures
{
    /// <summary>The shared floor uses no slice.</summary>
    internal sealed class DirtyFloor
    {
        public static Func<Task<object>> Ask(IMediator mediator) => async () => await mediator.Send(new Models.ListModels());
    }

    /// <summary>The shared floor may use itself, so no rule may name it.</summary>
    internal sealed class CleanFloor
    {
        public static string? Read(Calls.InboundCall call) => call.ToString();
    }
}

namespace RouterMaestro.Application.Messaging.Fixtures
{
    /// <summary>The messaging folder may do all of it.</summary>
    internal sealed class CleanMediator
    {
        public static IMediator Create(IServiceProvider services) => new Mediator(services.GetService!);
    }
}
