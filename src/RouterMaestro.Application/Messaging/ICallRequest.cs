using RouterMaestro.Application.Calls;

namespace RouterMaestro.Application.Messaging;

/// <summary>A request that serves a call of a caller, whose outcome is told even if the validators refuse it.</summary>
internal interface ICallRequest : IRouterMaestroRequest
{
    /// <summary>Gets the call.</summary>
    InboundCall Call { get; }

    /// <summary>Gets a value indicating whether the call counts tokens.</summary>
    bool IsCount => false;
}
