import { Body, Controller, Get, NotFoundException, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { OrdersService } from './orders.service.js';

const newOrder = z.object({ item: z.string().min(1).max(100), amount: z.int().min(50) });

interface ShopRequest {
  protocol: string;
  host: string;
}

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  async place(@Body() body: unknown, @Req() request: ShopRequest) {
    const { item, amount } = newOrder.parse(body);
    const { order, payUrl } = await this.orders.place(item, amount, `${request.protocol}://${request.host}`);
    return { ...order, pay_url: payUrl };
  }

  @Get(':id')
  async get(@Param('id', ParseUUIDPipe) id: string) {
    const order = await this.orders.find(id);
    if (!order) throw new NotFoundException();
    return order;
  }
}
